package io.soakline.flow;

import io.soakline.agreement.GroupAgreement;
import io.soakline.agreement.GroupFigures;
import io.soakline.agreement.OutputLookup;
import io.soakline.record.Run;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one group and how far their most frequent outputs agree. Holds its newest {@value #MOST_MEMBERS} slots.
 *
 * <p>Runs that were cut off are left out of all that is said, as long as the factor still varies among the others.
 */
final class RunGroup {

    static final int MOST_MEMBERS = 64;

    /** A run in a slot. */
    private static final class Member {
        private final int seat;
        private RunTraits traits;
        private String level = "";
        private long inferences;

        Member(int seat, RunTraits traits) {
            this.seat = seat;
            this.traits = traits;
        }
    }

    private final GroupKey key;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final GroupAgreement agreement;
    /** One of the outputs of each input. */
    private final SortedMap<Integer, OutputDigest> outputs = new TreeMap<>();

    private long version;
    private long activeAtNanos = Long.MIN_VALUE;

    RunGroup(GroupKey key, OutputLookup known) {
        this.key = key;
        agreement = new GroupAgreement(known);
    }

    GroupKey key() {
        return key;
    }

    /** Takes what the run has given so far, unless a newer run has its slot. */
    void accept(GroupKey.Place place, GivenOutputs given, long atNanos) {
        activeAtNanos = Math.max(activeAtNanos, atNanos);
        RunTraits traits = given.traits();
        Member member = members.get(place.slot());
        if (member == null) {
            member = new Member(freeSeat(), traits);
            members.put(place.slot(), member);
            version++;
        } else if (!member.traits.runId().equals(traits.runId())) {
            if (!traits.isNewerThan(member.traits)) {
                return;
            }
            version++;
        }
        member.traits = traits;
        member.level = place.level();
        member.inferences = given.inferences();
        String seat = Integer.toString(member.seat);
        given.modals().forEach((input, digest) -> {
            outputs.put(input, digest);
            version += agreement.accept(seat, input, digest) ? 1 : 0;
        });
    }

    /** A new member takes over the seat of the oldest one, and with it that one's say. */
    private int freeSeat() {
        if (members.size() < MOST_MEMBERS) {
            return members.size();
        }
        String oldest = members.keySet().iterator().next();
        Member left = members.remove(oldest);
        return left == null ? 0 : left.seat;
    }

    /** Whether the factor that the group is about varies in it. */
    boolean isVaried() {
        return members.values().stream().map(member -> member.level).distinct().count() > 1;
    }

    /** Takes in what has become known of the members since, their ends above all. */
    void describe(Function<String, @Nullable Run> described) {
        for (Member member : members.values()) {
            Run run = described.apply(member.traits.runId());
            if (run != null) {
                boolean wasCutOff = member.traits.isCutOff();
                member.traits = member.traits.with(run);
                version += wasCutOff == member.traits.isCutOff() ? 0 : 1;
            }
        }
    }

    private List<Member> judged() {
        List<Member> complete = members.values().stream()
                .filter(member -> !member.traits.isCutOff())
                .toList();
        boolean varied =
                complete.stream().map(member -> member.level).distinct().count() > 1;
        return varied ? complete : List.copyOf(members.values());
    }

    private List<Member> leftOut() {
        List<Member> leftOut = new ArrayList<>(members.values());
        leftOut.removeAll(judged());
        return leftOut;
    }

    List<RunTraits> members() {
        return judged().stream().map(member -> member.traits).toList();
    }

    /** Runs that belong to the group and are left out, because they were cut off. */
    List<String> cutOff() {
        return leftOut().stream().map(member -> member.traits.runId()).sorted().toList();
    }

    /** Of those. */
    long cutOffInferences() {
        return leftOut().stream().mapToLong(member -> member.inferences).sum();
    }

    /** Distinct values of the factor among the members. */
    Collection<String> levels() {
        return judged().stream().map(member -> member.level).distinct().sorted().toList();
    }

    /** Inputs that all members answer with one canonical output, which came in several raw forms, and that output. */
    SortedMap<Integer, OutputDigest> rawOnly(GroupFigures figures, RawForms rawForms) {
        List<Integer> differing = figures.differingInputs();
        // Beyond the last listed one nobody knows which inputs differ.
        int to = figures.differingCount() > differing.size() ? differing.get(differing.size() - 1) : Integer.MAX_VALUE;
        SortedMap<Integer, OutputDigest> rawOnly = new TreeMap<>();
        outputs.forEach((input, output) -> {
            if (input <= to && !differing.contains(input) && rawForms.differ(input, output)) {
                rawOnly.put(input, output);
            }
        });
        return rawOnly;
    }

    long inferences() {
        return judged().stream().mapToLong(member -> member.inferences).sum();
    }

    GroupFigures figures() {
        return agreement.figures(
                leftOut().stream().map(member -> Integer.toString(member.seat)).collect(Collectors.toSet()));
    }

    /** Changes with the members and with what they give. */
    long version() {
        return version;
    }

    long activeAtNanos() {
        return activeAtNanos;
    }
}
