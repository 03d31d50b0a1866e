package io.soakline.tail;

import java.util.List;

public final class Pwcet {
    private Pwcet() {}

    public static PwcetResult estimate(TailSample sample, PwcetSettings settings) {
        return new PwcetResult.Refused("GPD peaks over threshold", "sample size: " + sample.blocks() + settings.leastBlocks(), 0, List.of());
    }
}
