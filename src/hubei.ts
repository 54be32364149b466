/** The data pack of Hubei: codes, rates with their sources, an illustrative catalog, a seeded reserve. */
export * from './hubei/index.ts';
