import * as fc from 'fast-check';

// A run of CI can be repeated to the letter; on a developer's machine every run explores anew.
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 20_260_830 });
