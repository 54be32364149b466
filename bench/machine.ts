import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Where figures come from: without it nobody can tell what they mean. */
export interface Provenance {
  readonly date: string;
  /** Hash of the commit; `unknown` outside a repository. */
  readonly commit: string;
  /** Files differed from the commit; results of earlier runs do not count. */
  readonly isModified: boolean;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGB: number;
    readonly platform: string;
  };
  readonly versions: Readonly<Record<string, string>>;
}

const PEER_PACKAGES = ['json-rules-engine', 'json-logic-engine', '@gorules/zen-engine'];

/** Everything about this run but its figures. Paths are relative to the root: npm starts there. */
export function provenance(): Provenance {
  const [first] = cpus();
  return {
    date: new Date().toISOString(),
    ...commitAndChanges(),
    machine: {
      cpu: first?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGB: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
    },
    versions: {
      node: process.versions.node,
      v8: process.versions.v8,
      'fulcrum-match': versionIn('package.json'),
      ...Object.fromEntries(
        PEER_PACKAGES.map((name) => [name, versionIn(`node_modules/${name}/package.json`)]),
      ),
    },
  };
}

function versionIn(file: string): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}

/** Both from one call, which changes nothing. */
function commitAndChanges(): Pick<Provenance, 'commit' | 'isModified'> {
  const command = ['status', '--porcelain=v2', '--branch', '--', '.', ':!bench/results'];
  try {
    const lines = execFileSync('git', command, { encoding: 'utf8', stdio: 'pipe' }).split('\n');
    const head = lines.find((line) => line.startsWith('# branch.oid '));
    return {
      commit: head?.slice('# branch.oid '.length) ?? 'unknown',
      isModified: lines.some((line) => line !== '' && !line.startsWith('#')),
    };
  } catch {
    return { commit: 'unknown', isModified: false };
  }
}
