import { join } from 'node:path';

/** Folder of the reference data, which is no part of the project; tests skip where it is absent. */
export const referenceData: string =
  process.env['FULCRUM_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../shared/data');
