/** The version of the engine, part of every result's digest; equal to the package's (tested). */
export const ENGINE_VERSION = '0.1.0';
