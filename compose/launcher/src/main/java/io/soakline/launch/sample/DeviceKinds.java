package io.soakline.launch.sample;

import io.soakline.launch.EngineFamily;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.produce.device.DeviceSamplerProvider;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kinds of devices that are looked for beside the host. NVIDIA's presets are on the class path of TensorRT's producer only,
 * because other families need them in other versions: their classes are loaded apart. Classes found so need this to stay open.
 */
public final class DeviceKinds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceKinds.class);

    private final List<DeviceSamplerProvider> providers;
    private final @Nullable URLClassLoader loader;
    private final String notLookedFor;

    private DeviceKinds(ClassLoader from, @Nullable URLClassLoader loader, String notLookedFor) {
        this.loader = loader;
        this.notLookedFor = notLookedFor;
        providers = ServiceLoader.load(DeviceSamplerProvider.class, from).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Looks at what is installed; opens no device. */
    public static DeviceKinds of(Home home) {
        ClassLoader ours = DeviceSamplerProvider.class.getClassLoader();
        try {
            URLClassLoader apart =
                    new URLClassLoader("gpu", urls(home.classPath(EngineFamily.TENSORRT.module())), ours);
            return new DeviceKinds(apart, apart, "");
        } catch (LaunchException | MalformedURLException e) {
            return new DeviceKinds(ours, null, "GPUs are not looked for: " + e.getMessage());
        }
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    public List<DeviceSamplerProvider> providers() {
        return providers;
    }

    /** Why a kind is not looked for at all, in one line; empty when all are. */
    public String notLookedFor() {
        return notLookedFor;
    }

    @Override
    public void close() {
        if (loader != null) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.debug("jars of GPU classes were not closed", e);
            }
        }
    }
}
