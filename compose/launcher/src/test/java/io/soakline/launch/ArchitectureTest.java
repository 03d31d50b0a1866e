package io.soakline.launch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName.Predicates;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The arrow: device, record, Kafka, pane, window, verdict, sink. Nothing looks back along it. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.soakline");

    private static final String[] PROCESSORS = {
        "io.soakline.statistics..",
        "io.soakline.drift..",
        "io.soakline.tail..",
        "io.soakline.variance..",
        "io.soakline.agreement..",
        "io.soakline.cause..",
        "io.soakline.backtest..",
        "io.soakline.flow.."
    };

    private static void check(ArchRule rule) {
        rule.check(OURS);
    }

    @Test
    void records_knowNothingOfOurs() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.soakline.record..", "io.soakline.log..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.soakline.kafka..",
                        "io.soakline.produce..",
                        "io.soakline.statistics..",
                        "io.soakline.flow..",
                        "io.soakline.sink..",
                        "io.soakline.launch.."));
    }

    @Test
    void statistics_arePure() {
        check(classes()
                .that()
                .resideInAPackage("io.soakline.statistics..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "io.soakline.statistics..",
                                "java.lang..",
                                "java.util..",
                                "java.nio..",
                                "java.math..",
                                "com.datadoghq.sketch..",
                                "org.apache.commons..",
                                "org.jspecify..")
                        .or(type(IOException.class))
                        .or(type(Duration.class))));
        check(noClockIn("io.soakline.statistics.."));
    }

    private static ArchRule noClockIn(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class);
    }

    @Test
    void driftTailVarianceAgreementAndCause_arePure() {
        check(classes()
                .that()
                .resideInAnyPackage(
                        "io.soakline.drift..",
                        "io.soakline.tail..",
                        "io.soakline.variance..",
                        "io.soakline.agreement..",
                        "io.soakline.cause..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.soakline.statistics..",
                        "io.soakline.drift..",
                        "io.soakline.tail..",
                        "io.soakline.variance..",
                        "io.soakline.agreement..",
                        "io.soakline.cause..",
                        "java.lang..",
                        "java.util..",
                        "java.nio",
                        // To say a moment that was given: the clock is not asked, see below.
                        "java.time..",
                        "java.math..",
                        "org.apache.commons..",
                        "org.jspecify..")));
        check(noClockIn(
                "io.soakline.drift..",
                "io.soakline.tail..",
                "io.soakline.variance..",
                "io.soakline.agreement..",
                "io.soakline.cause.."));
    }

    @Test
    void backtest_isPureButForReadingItsFile() {
        check(classes()
                .that()
                .resideInAPackage("io.soakline.backtest..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.soakline.backtest..",
                        "io.soakline.drift..",
                        "io.soakline.statistics..",
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.nio..",
                        "java.math..",
                        "java.time..",
                        "ch.randelshofer.fastdoubleparser..",
                        "org.apache.commons..",
                        "org.jspecify..")));
        check(noClockIn("io.soakline.backtest.."));
    }

    @Test
    void producers_processorsAndSinks_meetOnlyInTheLauncher() {
        check(noClasses()
                .that()
                .resideInAPackage("io.soakline.produce..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.soakline.statistics..", "io.soakline.flow..", "io.soakline.sink.."));
        check(noClasses()
                .that()
                .resideInAnyPackage(PROCESSORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.soakline.produce..",
                        "io.soakline.sink..",
                        "io.soakline.store..",
                        "io.soakline.broker..",
                        "io.soakline.launch.."));
        check(noClasses()
                .that()
                .resideInAPackage("io.soakline.sink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.soakline.produce..", "io.soakline.flow.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.soakline.launch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.soakline.launch.."));
    }

    @Test
    void kafkaClients_haveOneDoor() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.soakline.kafka..", "io.soakline.broker..")
                .should()
                .dependOnClassesThat(Predicates.name("org.apache.kafka.clients.consumer.KafkaConsumer")
                        .or(Predicates.name("org.apache.kafka.clients.producer.KafkaProducer"))
                        .or(Predicates.name("org.apache.kafka.clients.admin.Admin"))));
    }

    @Test
    void influxClient_hasOneDoor() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.soakline.sink.influxdb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.influxdb.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.soakline.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.questdb.."));
    }

    @Test
    void packages_haveNoCycles() {
        check(slices().matching("io.soakline.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(alwaysTrue(), Predicates.nameStartingWith("java.")));
    }
}
