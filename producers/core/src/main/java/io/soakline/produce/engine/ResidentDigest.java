package io.soakline.produce.engine;

/**
 * Digest of an inference's outputs where the engine holds them, for engines whose outputs are costly to fetch: those that are
 * known already need not be.
 */
public interface ResidentDigest {

    /**
     * Digests the outputs of the last inference; called between inferences.
     *
     * @throws EngineException when the engine cannot
     */
    void update() throws EngineException;

    /** First eight bytes of the XXH3-128 of each output's header followed by its bytes, in the manifest's order. */
    long high();

    /** Last eight bytes. */
    long low();
}
