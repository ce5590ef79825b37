import { readdirSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { COMMANDS } from '#dist/cli/commands/index.js';
import { documentText } from '../cli/document.js';
import { type KubernetesObject, kubernetesObject, type PodSelector, type PodTemplate } from './kubernetes-shapes.js';

/** Where the manifests are, from the project's folder. */
export const BASE = 'deploy/kubernetes';
export const OVERLAY = 'deploy/overlays/chat-behind-nginx';

/** The files of YAML in a folder of the project, without those below it. */
export function yamlFilesIn(folder: string): string[] {
  return readdirSync(new URL(`../../../${folder}/`, import.meta.url)).filter((file) => file.endsWith('.yaml'));
}

/** Every document of a file of YAML. @throws Error when one cannot be read, or has a key twice */
export function documentsOf(path: string): unknown[] {
  return parseAllDocuments(documentText(path)).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
    return document.toJS() as unknown;
  });
}

/** The objects of a file. @throws Error with the file, where one is not as Kubernetes and we want it */
export function objectsOf(path: string): KubernetesObject[] {
  return documentsOf(path).map((document) => {
    const { data, error } = kubernetesObject.safeParse(document);
    if (data === undefined) throw new Error(`${path}: ${error.message}`);
    return data;
  });
}

/** What an object starts pods of; undefined where it starts none. */
export function templateOf(object: KubernetesObject): PodTemplate | undefined {
  return object.kind === 'Deployment' || object.kind === 'StatefulSet' || object.kind === 'Job'
    ? object.spec.template
    : undefined;
}

/** Is a pod with these labels meant? */
export function isSelected(
  { matchLabels = {}, matchExpressions = [] }: PodSelector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => values.includes(labels[key] ?? '') === (operator === 'In'))
  );
}

/** What is wrong with a command line of ours by the tables of its flags: unknown ones, values that are missing or too many. */
export async function problemsOfArguments([name, ...args]: readonly string[]): Promise<string[]> {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return [`there is no command ${name}`];
  const options = (await command.spec()).options();
  return args.flatMap((arg) => {
    const [flag, value] = arg.split(/=(.*)/s, 2);
    const option = options.find(({ long }) => long === flag);
    if (option === undefined) return [`${name} has no ${flag}`];
    if (value === undefined && option.required) return [`${name} ${flag} needs a value`];
    return value !== undefined && !option.required && !option.optional ? [`${name} ${flag} takes no value`] : [];
  });
}

/** Environment variables of ours that stand in the help of a command. */
export async function environmentOf(name: string): Promise<string[]> {
  const options = (await COMMANDS.find((one) => one.name === name)?.spec())?.options() ?? [];
  return options.flatMap(({ description }) => description.match(/NEWYEAR_LOAD_[A-Z_]+/g) ?? []);
}
