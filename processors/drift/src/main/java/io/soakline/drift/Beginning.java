package io.soakline.drift;

/** Why a reference that was still young has been begun anew, in place of an alarm against it. */
public enum Beginning {

    /** Latency fell, or became steadier, and stayed so: what was learnt before is taken for a warm-up and forgotten. */
    WARM_UP,

    /** The stream came back to where it had been before: it has several levels, and all are learnt. */
    SEVERAL_LEVELS
}
