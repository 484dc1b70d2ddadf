/** Second key words of the generator for device physics: far from those of shared/rng.ts, so that no two uses share numbers. */
export const deviceStreams = { writeVerify: 0x64650001, pcm: 0x64650002, stuck: 0x64650003 } as const
