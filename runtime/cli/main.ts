/** The entry of `lianban`: finds the command, reads its options, turns what went wrong into one sentence and an exit code. */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { shippedPlugins } from '../plugins/folders.ts';
import { loadPlugins, PluginError } from '../plugins/load.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, type Language, type Terminal, UsageError } from './command.ts';
import { commandNames, findCommand } from './commands.ts';
import { help, helpOf } from './help.ts';

const common = { json: { type: 'boolean' }, lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

/** Runs one command line; answers with the exit code. */
export async function main(argv: readonly string[], terminal: Terminal, environment: Record<string, string | undefined>): Promise<number> {
  const wantsJson = argv.includes('--json');
  const language = languageOf(argv, environment);
  try {
    await installFor(environment.LIANBAN_PLUGINS);
    return await dispatch(argv, { terminal, language, wantsJson });
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof CommandError)) throw error;
    if (wantsJson) terminal.out(JSON.stringify({ error: { kind: error instanceof UsageError ? 'usage' : 'failed', message: error.text } }));
    else terminal.err(inLanguage(error.text, language));
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Kinds of fields and steps that plugins bring, as the server has them. */
async function installFor(list: string | undefined): Promise<void> {
  try {
    await loadPlugins(list || shippedPlugins);
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    const told = error.problems.map(({ code, at }) => `${code} (${at})`).join(', ');
    throw new CommandError(`插件不能用：${told}。请改好，或从 LIANBAN_PLUGINS 里去掉。`, error.message);
  }
}

interface Setting {
  terminal: Terminal;
  language: Language;
  wantsJson: boolean;
}

async function dispatch(argv: readonly string[], { terminal, language, wantsJson }: Setting): Promise<number> {
  const { name, rest } = commandIn(argv);
  if (name === undefined || name === 'help') {
    terminal.out(await help(language));
    return name === 'help' || rest.includes('--help') || rest.includes('-h') ? 0 : 2;
  }
  const command = await findCommand(name);
  if (!command) {
    const known = commandNames.join(', ');
    throw new UsageError(`没有「${name}」这个命令，可用的有：${known}。`, `There is no command “${name}”. Known: ${known}.`);
  }
  const { values, positionals } = parse(command, rest);
  if (values.help) {
    terminal.out(helpOf(command, language));
    return 0;
  }
  if (values.lang !== undefined && values.lang !== 'zh-CN' && values.lang !== 'en') {
    throw new UsageError('--lang 只能是 zh-CN 或 en。', '--lang is zh-CN or en.');
  }
  const invocation: Invocation = {
    positionals,
    values,
    language,
    terminal,
    say: (text) => inLanguage(text, language),
    report: ({ json, words }) => terminal.out(wantsJson ? JSON.stringify(json) : words().join('\n')),
  };
  return command.run(invocation);
}

/** The first word is the command; options may stand before it (`--lang en due …`). */
function commandIn(argv: readonly string[]): { name?: string; rest: string[] } {
  const at = argv.findIndex((arg, index) => !arg.startsWith('-') && argv[index - 1] !== '--lang');
  return at < 0 ? { rest: [...argv] } : { name: argv[at], rest: [...argv.slice(0, at), ...argv.slice(at + 1)] };
}

function parse(command: CliCommand, args: string[]) {
  try {
    return parseArgs({ args, options: { ...command.options, ...common }, allowPositionals: true, strict: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const usage = command.usage.map((line) => `lianban ${line}`).join(' | ');
    throw new UsageError(`命令行写得不对，用法：${usage}（${detail}）`, `Wrong use: ${detail} Usage: ${usage}`);
  }
}

/** `--lang`, else English for an English locale, else Chinese. */
function languageOf(argv: readonly string[], environment: Record<string, string | undefined>): Language {
  const at = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const given = at < 0 ? undefined : argv[at] === '--lang' ? argv[at + 1] : argv[at]!.slice('--lang='.length);
  if (given === 'en' || given === 'zh-CN') return given;
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.startsWith('en') ? 'en' : 'zh-CN';
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const part of stream) text += part;
  return text;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const terminal: Terminal = {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    stdin: () => readAll(process.stdin),
  };
  process.exitCode = await main(process.argv.slice(2), terminal, process.env).catch((error: unknown) => {
    const words = both('程序内部出错，请把下面的内容发给开发者：', 'A fault of the program; please report what follows:');
    terminal.err(`${inLanguage(words, languageOf(process.argv, process.env))}\n${error instanceof Error ? error.stack : String(error)}`);
    return 1;
  });
}
