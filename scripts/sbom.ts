import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a CycloneDX document is read here. */
interface Sbom {
  readonly metadata: { readonly component: object };
  readonly components: ReadonlyArray<{ readonly 'bom-ref': string }>;
  readonly dependencies: ReadonlyArray<{ readonly ref: string; readonly dependsOn: readonly string[] }>;
}

/**
 * Writes the list of what the published package holds of others (`sbom.cdx.json`, CycloneDX), with the checksums of the
 * lock file. Only what is in its files stands there: what only builds and tests use is left out, also of packages that
 * `dependencies` names; what the dashboard takes from `devDependencies` is in.
 *
 * @param packages as `name@version`
 * @throws Error for a package that the lock file does not know
 */
export function writeSbom(root: string, target: string, packages: ReadonlySet<string>): void {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const all = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as Sbom;
  const components = all.components.filter((component) => packages.has(component['bom-ref']));
  const known = new Set(components.map((component) => component['bom-ref']));
  const unknown = [...packages].filter((ref) => !known.has(ref));
  if (unknown.length > 0) throw new Error(`not in package-lock.json: ${unknown.join(', ')}`);
  const self = `${name}@${version}`;
  const sbom = {
    ...all,
    metadata: { ...all.metadata, component: { ...all.metadata.component, name } },
    components: components.map((component) => ({ ...component, scope: 'required', properties: [] })),
    dependencies: [
      { ref: self, dependsOn: [...known] },
      ...all.dependencies
        .filter(({ ref }) => known.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => known.has(other)) })),
    ],
  };
  writeFileSync(join(target, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
}
