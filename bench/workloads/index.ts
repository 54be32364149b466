export { everything, nested, nothing } from './adversarial.ts';
export { type Census, census } from './census.ts';
export { type PlainWorkload, plain, plainFacts } from './plain.ts';
export { realistic } from './realistic.ts';
export { twelve } from './twelve.ts';
export { unrounded } from './unrounded.ts';
export { AS_OF, type Size, type Workload } from './workload.ts';
