/** Many needs, limited quotas: who gets how much, with a proof that anyone can check. */
export * from './allocation/index.ts';
