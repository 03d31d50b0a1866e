package io.soakline.produce.nvml;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.tensorrt.door.NativeLibraries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.cuda.global.nvml;
import org.bytedeco.cuda.nvml.nvmlDevice_st;
import org.bytedeco.cuda.nvml.nvmlFieldValue_t;
import org.bytedeco.cuda.nvml.nvmlMemory_t;
import org.bytedeco.cuda.nvml.nvmlPciInfo_t;
import org.bytedeco.cuda.nvml.nvmlSample_t;
import org.bytedeco.cuda.nvml.nvmlUtilization_t;

/** NVML through JavaCPP; the one class that calls it. Used by one thread. */
final class NvmlLibrary implements Nvml {

    private static final int TEXT = 96;

    /** More samples than drivers keep: 120, at 50 a second. */
    private static final int HISTORY = 1_024;

    private final nvmlDevice_st device = new nvmlDevice_st();
    private final nvmlUtilization_t utilisation = new nvmlUtilization_t();
    private final nvmlMemory_t memory = new nvmlMemory_t();
    private final nvmlFieldValue_t field = new nvmlFieldValue_t();
    private final int[] number = new int[1];
    private final int[] pending = new int[1];
    private final long[] big = new long[1];
    private boolean closed;

    private NvmlLibrary(int index) throws EngineException {
        check(nvml.nvmlInit_v2(), "start");
        try {
            check(nvml.nvmlDeviceGetHandleByIndex_v2(index, device), "find device " + index);
        } catch (EngineException e) {
            nvml.nvmlShutdown();
            throw e;
        }
    }

    static Nvml open(int index) throws EngineException {
        NativeLibraries.ofHost().loadNvml();
        try {
            return new NvmlLibrary(index);
        } catch (LinkageError e) {
            throw new EngineException("NVML cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** How many there are. */
    static int devices() throws EngineException {
        NativeLibraries.ofHost().loadNvml();
        try {
            check(nvml.nvmlInit_v2(), "start");
            try {
                int[] count = new int[1];
                check(nvml.nvmlDeviceGetCount_v2(count), "count devices");
                return count[0];
            } finally {
                nvml.nvmlShutdown();
            }
        } catch (LinkageError e) {
            throw new EngineException("NVML cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static void check(int code, String what) throws EngineException {
        if (code != nvml.NVML_SUCCESS) {
            throw new EngineException("NVML could not " + what + ": " + error(code));
        }
    }

    private static String error(int code) {
        return nvml.nvmlErrorString(code).getString();
    }

    @Override
    public String description() {
        byte[] name = new byte[TEXT];
        byte[] driver = new byte[TEXT];
        nvml.nvmlDeviceGetName(device, name, TEXT);
        nvml.nvmlSystemGetDriverVersion(driver, TEXT);
        return text(name) + ", driver " + text(driver);
    }

    @Override
    public String bus() {
        try (nvmlPciInfo_t place = new nvmlPciInfo_t()) {
            return nvml.nvmlDeviceGetPciInfo_v3(device, place) == nvml.NVML_SUCCESS
                    ? place.busId().getString()
                    : "";
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        byte[] text = new byte[TEXT];
        say(facts, "gpuUuid", nvml.nvmlDeviceGetUUID(device, text, TEXT), text);
        say(facts, "gpuVbios", nvml.nvmlDeviceGetVbiosVersion(device, text, TEXT), text);
        say(facts, "gpuBoardPart", nvml.nvmlDeviceGetBoardPartNumber(device, text, TEXT), text);
        say(facts, "gpuDriver", nvml.nvmlSystemGetDriverVersion(text, TEXT), text);
        say(facts, "gpuPowerLimitMilliwatts", nvml.nvmlDeviceGetEnforcedPowerLimit(device, number));
        say(facts, "gpuDefaultPowerLimitMilliwatts", nvml.nvmlDeviceGetPowerManagementDefaultLimit(device, number));
        say(facts, "gpuMaximumMegahertz", nvml.nvmlDeviceGetMaxClockInfo(device, nvml.NVML_CLOCK_SM, number));
        say(facts, "gpuMaximumMemoryMegahertz", nvml.nvmlDeviceGetMaxClockInfo(device, nvml.NVML_CLOCK_MEM, number));
        say(facts, "gpuPersistence", nvml.nvmlDeviceGetPersistenceMode(device, number));
        say(facts, "gpuPcieGeneration", nvml.nvmlDeviceGetCurrPcieLinkGeneration(device, number));
        say(facts, "gpuPcieLanes", nvml.nvmlDeviceGetCurrPcieLinkWidth(device, number));
        return facts;
    }

    private void say(Map<String, String> facts, String key, int code) {
        Answer answer = number(code);
        if (answer.refusal().isEmpty()) {
            facts.put(key, Long.toString(Math.round(answer.value())));
        }
    }

    private static void say(Map<String, String> facts, String key, int code, byte[] text) {
        if (code == nvml.NVML_SUCCESS) {
            facts.put(key, text(text));
        }
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("deprecation") // the newer call for the temperature is not in drivers before 555
    public Answer read(NvmlQuantity quantity) {
        return switch (quantity) {
            case POWER_AVERAGE -> field(nvml.NVML_FI_DEV_POWER_AVERAGE);
            case POWER_INSTANT -> field(nvml.NVML_FI_DEV_POWER_INSTANT);
            case MEMORY_TEMPERATURE -> memoryTemperature();
            case ENERGY -> big(nvml.nvmlDeviceGetTotalEnergyConsumption(device, big), 1e-3);
            case UTILISATION -> small(nvml.nvmlDeviceGetUtilizationRates(device, utilisation), utilisation.gpu());
            case MEMORY_UTILISATION ->
                small(nvml.nvmlDeviceGetUtilizationRates(device, utilisation), utilisation.memory());
            case MEMORY_USED -> memoryUsed();
            case SM_CLOCK -> number(nvml.nvmlDeviceGetClockInfo(device, nvml.NVML_CLOCK_SM, number));
            case MEMORY_CLOCK -> number(nvml.nvmlDeviceGetClockInfo(device, nvml.NVML_CLOCK_MEM, number));
            case TEMPERATURE -> number(nvml.nvmlDeviceGetTemperature(device, nvml.NVML_TEMPERATURE_GPU, number));
            case CLOCK_EVENT_REASONS -> big(nvml.nvmlDeviceGetCurrentClocksEventReasons(device, big), 1);
            case POWER_LIMIT -> number(nvml.nvmlDeviceGetEnforcedPowerLimit(device, number));
            case ECC -> number(nvml.nvmlDeviceGetEccMode(device, number, pending));
            case MIG -> number(nvml.nvmlDeviceGetMigMode(device, number, pending));
            case PROCESSES -> processes();
        };
    }

    private Answer number(int code) {
        return small(code, number[0]);
    }

    private static Answer small(int code, int value) {
        return code == nvml.NVML_SUCCESS ? Answer.ofUnsigned(value) : Answer.refused(error(code));
    }

    private Answer big(int code, double perUnit) {
        return code == nvml.NVML_SUCCESS ? Answer.ofCounter(big[0], perUnit) : Answer.refused(error(code));
    }

    private Answer field(int id) {
        field.fieldId(id).scopeId(0);
        int code = nvml.nvmlDeviceGetFieldValues(device, 1, field);
        int own = code == nvml.NVML_SUCCESS ? field.nvmlReturn() : code;
        return small(own, field.value().uiVal());
    }

    /** A device without the sensor may answer zero. */
    private Answer memoryTemperature() {
        Answer answer = field(nvml.NVML_FI_DEV_MEMORY_TEMP);
        return answer.value() == 0 ? Answer.refused("zero degrees: no sensor") : answer;
    }

    private Answer memoryUsed() {
        int code = nvml.nvmlDeviceGetMemoryInfo(device, memory);
        return code == nvml.NVML_SUCCESS
                ? Answer.ofCounter(memory.used(), 1.0 / (1 << 20))
                : Answer.refused(error(code));
    }

    /** Asked for none, so that only their number comes back. */
    private Answer processes() {
        number[0] = 0;
        int code = nvml.nvmlDeviceGetComputeRunningProcesses_v3(
                device, number, (org.bytedeco.cuda.nvml.nvmlProcessInfo_v2_t) null);
        boolean good = code == nvml.NVML_SUCCESS || code == nvml.NVML_ERROR_INSUFFICIENT_SIZE;
        return good ? Answer.ofUnsigned(number[0]) : Answer.refused(error(code));
    }

    @Override
    public PowerHistory powerHistory(long afterMicros) {
        int[] type = new int[1];
        int[] count = {HISTORY};
        try (nvmlSample_t samples = new nvmlSample_t(HISTORY)) {
            int code =
                    nvml.nvmlDeviceGetSamples(device, nvml.NVML_TOTAL_POWER_SAMPLES, afterMicros, type, count, samples);
            boolean nothingNew = code == nvml.NVML_ERROR_NOT_FOUND;
            int n = code == nvml.NVML_SUCCESS ? Math.min(count[0], HISTORY) : 0;
            List<RecordedPower> recorded = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                nvmlSample_t sample = samples.position(i);
                recorded.add(new RecordedPower(
                        sample.timeStamp(),
                        Integer.toUnsignedLong(sample.sampleValue().uiVal())));
            }
            samples.position(0);
            return new PowerHistory(recorded, n > 0 || nothingNew ? "" : error(code));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            nvml.nvmlShutdown();
        }
    }
}
