/** The commands by name. Loaded when asked for, so that counting days does not load a compiler. */
import type { CliCommand } from './command.ts';

const loaders: Record<string, () => Promise<CliCommand>> = {
  validate: async () => (await import('./commands/validate.ts')).validate,
  run: async () => (await import('./commands/run.ts')).run,
  test: async () => (await import('./commands/test.ts')).test,
  'merged-form': async () => (await import('./commands/merged-form.ts')).mergedFormCommand,
  types: async () => (await import('./commands/types.ts')).types,
  decide: async () => (await import('./commands/decide.ts')).decide,
  due: async () => (await import('./commands/due.ts')).due,
  diff: async () => (await import('./commands/diff.ts')).diff,
  merge: async () => (await import('./commands/merge.ts')).merge,
  'import-bpmn': async () => (await import('./commands/import-bpmn.ts')).importBpmnCommand,
  'export-bpmn': async () => (await import('./commands/export-bpmn.ts')).exportBpmnCommand,
  'import-dmn': async () => (await import('./commands/import-dmn.ts')).importDmnCommand,
  'export-dmn': async () => (await import('./commands/export-dmn.ts')).exportDmnCommand,
  'export-package': async () => (await import('./commands/export-package.ts')).exportPackage,
  'import-package': async () => (await import('./commands/import-package.ts')).importPackage,
  'export-folder': async () => (await import('./commands/export-folder.ts')).exportFolder,
  'import-folder': async () => (await import('./commands/import-folder.ts')).importFolder,
  seed: async () => (await import('./commands/seed.ts')).seed,
  'verify-reads': async () => (await import('./commands/verify-reads.ts')).verifyReads,
  'migrate-cases': async () => (await import('./commands/migrate-cases.ts')).migrateCases,
};

export const commandNames: readonly string[] = Object.keys(loaders);

export async function findCommand(name: string): Promise<CliCommand | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]!() : undefined;
}
