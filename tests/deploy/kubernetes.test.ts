import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentText } from '../helpers/cli/document.js';
import {
  type Container,
  type KubernetesObject,
  kustomization,
  type PodSelector,
} from '../helpers/deploy/kubernetes-shapes.js';
import {
  BASE,
  documentsOf,
  environmentOf,
  isSelected,
  objectsOf,
  OVERLAY,
  problemsOfArguments,
  templateOf,
  yamlFilesIn,
} from '../helpers/deploy/manifests.js';

const { version } = JSON.parse(documentText('package.json')) as { readonly version: string };
/** What is applied by itself, when it is time. */
const BY_HAND = ['run-job.yaml', 'secret.example.yaml'];

const kustomizationOf = (folder: string) => kustomization.parse(documentsOf(`${folder}/kustomization.yaml`)[0]);
const objectsIn = (folder: string): KubernetesObject[] =>
  yamlFilesIn(folder)
    .filter((file) => file !== 'kustomization.yaml')
    .flatMap((file) => objectsOf(`${folder}/${file}`));

const base = objectsIn(BASE);
const overlay = objectsIn(OVERLAY);
const all = [...base, ...overlay];
const namesOf = (kind: KubernetesObject['kind']): string[] =>
  all.flatMap((object) => (object.kind === kind && 'name' in object.metadata ? [object.metadata.name] : []));

/** Everything that starts pods, with a name for messages. */
const pods = all.flatMap((object) => {
  const template = templateOf(object);
  return template === undefined ? [] : [{ name: template.metadata.labels['app.kubernetes.io/name'], object, template }];
});
const containers = pods.flatMap(({ name, template }) =>
  template.spec.containers.map((container) => ({ name: `${name}/${container.name}`, template, container })),
);
const ours = containers.filter(({ container }) => container.image.startsWith('newyear-load:'));

test('every manifest is as Kubernetes and we want it, and is applied by a kustomization, or by hand', () => {
  assert.ok(base.length > 15 && overlay.length > 8);
  const listed = (folder: string): string[] => kustomizationOf(folder).resources;
  const patches = (kustomizationOf(OVERLAY).patches ?? []).flatMap((patch) => ('path' in patch ? [patch.path] : []));
  const filesOf = (folder: string): string[] => yamlFilesIn(folder).filter((file) => file !== 'kustomization.yaml');
  assert.deepEqual(listed(BASE).concat(BY_HAND).toSorted(), filesOf(BASE).toSorted());
  assert.deepEqual(
    listed(OVERLAY)
      .filter((file) => file !== '../../kubernetes')
      .concat(patches)
      .toSorted(),
    filesOf(OVERLAY).toSorted(),
  );
});

test('an object of a kind is in the manifests once, but for what the overlay changes', () => {
  const names = base.map(({ kind, metadata }) => `${kind} ${'name' in metadata ? metadata.name : ''}`);
  assert.equal(new Set(names).size, names.length);
  const both = overlay.map(({ kind, metadata }) => `${kind} ${'name' in metadata ? metadata.name : ''}`);
  assert.deepEqual(
    both.filter((name) => names.includes(name)),
    ['ConfigMap target'],
  );
});

test('images have a tag that stays what it is, and ours are of the version of the package', () => {
  for (const { name, container } of containers) {
    const [, tag = ''] = container.image.split(':');
    assert.match(tag, /\d/, name);
    assert.doesNotMatch(container.image, /latest/, name);
  }
  assert.deepEqual([...new Set(ours.map(({ container }) => container.image))], [`newyear-load:${version}`]);
  assert.deepEqual(kustomizationOf(BASE).images, [{ name: 'newyear-load', newTag: version }]);
});

test('each pod has the labels that are selected by, and each policy, budget and service selects some pod', () => {
  const labels = pods.map(({ template }) => template.metadata.labels);
  for (const { name, object, template } of pods)
    if (object.kind === 'Deployment' || object.kind === 'StatefulSet')
      assert.ok(isSelected(object.spec.selector, template.metadata.labels), name);
  const selectors = all.flatMap((object): PodSelector[] => {
    if (object.kind === 'Service') return [{ matchLabels: object.spec.selector }];
    if (object.kind === 'PodDisruptionBudget') return [object.spec.selector];
    if (object.kind !== 'NetworkPolicy') return [];
    const peers = [
      ...(object.spec.ingress ?? []).map(({ from }) => from),
      ...(object.spec.egress ?? []).map(({ to }) => to),
    ];
    return [
      object.spec.podSelector,
      ...peers.flat().flatMap((peer) => ('podSelector' in peer ? [peer.podSelector] : [])),
    ];
  });
  assert.ok(selectors.length > 20);
  for (const selector of selectors)
    assert.ok(
      labels.some((one) => isSelected(selector, one)),
      JSON.stringify(selector),
    );
});

test('secrets, config maps, their keys and volumes are there by the names that they are used by', () => {
  const keys = new Set(
    all.flatMap((object) => {
      if (object.kind === 'ConfigMap')
        return Object.keys(object.data).map((key) => `ConfigMap ${object.metadata.name} ${key}`);
      return object.kind === 'Secret'
        ? Object.keys(object.stringData).map((key) => `Secret ${object.metadata.name} ${key}`)
        : [];
    }),
  );
  const used = containers.flatMap(({ container }) =>
    (container.env ?? []).flatMap((variable) => {
      if (!('valueFrom' in variable)) return [];
      const { valueFrom } = variable;
      if ('configMapKeyRef' in valueFrom)
        return [`ConfigMap ${valueFrom.configMapKeyRef.name} ${valueFrom.configMapKeyRef.key}`];
      return 'secretKeyRef' in valueFrom ? [`Secret ${valueFrom.secretKeyRef.name} ${valueFrom.secretKeyRef.key}`] : [];
    }),
  );
  assert.ok(used.length > 4);
  assert.deepEqual(
    used.filter((key) => !keys.has(key)),
    [],
  );
  for (const { name, template } of pods) {
    const volumes = template.spec.volumes ?? [];
    for (const volume of volumes) {
      if ('configMap' in volume) assert.ok(namesOf('ConfigMap').includes(volume.configMap.name), name);
      if ('secret' in volume) assert.ok(namesOf('Secret').includes(volume.secret.secretName), name);
    }
    const mounts = template.spec.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map((mount) => mount.name));
    assert.deepEqual(mounts.toSorted(), volumes.map((volume) => volume.name).toSorted(), name);
  }
});

test('ports have the names that services and probes call them by, and policies let them through', () => {
  const portNames = (container: Container): string[] => (container.ports ?? []).map((port) => port.name);
  for (const object of all) {
    if (object.kind !== 'Service') continue;
    const targets = pods.filter(({ template }) =>
      isSelected({ matchLabels: object.spec.selector }, template.metadata.labels),
    );
    const offered = targets.flatMap(({ template }) => template.spec.containers).flatMap(portNames);
    for (const { targetPort } of object.spec.ports)
      assert.ok(offered.includes(String(targetPort)), object.metadata.name);
  }
  for (const { name, container } of containers)
    for (const probe of [container.readinessProbe, container.livenessProbe])
      if (probe !== undefined && 'httpGet' in probe)
        assert.ok(portNames(container).includes(String(probe.httpGet.port)), name);
  const open = new Set(
    containers.flatMap(({ container }) => (container.ports ?? []).map((port) => port.containerPort)),
  );
  for (const object of all) {
    if (object.kind !== 'NetworkPolicy') continue;
    const rules = [...(object.spec.ingress ?? []), ...(object.spec.egress ?? [])];
    for (const { port } of rules.flatMap(({ ports = [] }) => ports)) assert.ok(port === 53 || open.has(port));
  }
});

test('what is called by name is a service: the target, the queue, what the overlay puts before and behind the chat', () => {
  const services = namesOf('Service');
  const text = JSON.stringify(all);
  const hosts = [...text.matchAll(/(?:https?|redis):\/\/(?:[^@/"\s]+@)?([-a-z0-9.]+)/g)].map(([, host]) => host ?? '');
  assert.deepEqual([...new Set(hosts)].toSorted(), ['chat', 'chat-redis', 'entrance', 'practice', 'redis']);
  assert.deepEqual(
    hosts.filter((host) => !services.includes(host)),
    [],
  );
  for (const object of all) if (object.kind === 'StatefulSet') assert.ok(services.includes(object.spec.serviceName));
  const targets = all.flatMap((object) =>
    object.kind === 'ConfigMap' && object.metadata.name === 'target' ? [object.data] : [],
  );
  assert.equal(targets.length, 2);
  for (const { host = '', url = '' } of targets) assert.equal(new URL(url).hostname, host);
});

test('command lines of ours have flags that there are, and variables that are set', async () => {
  assert.equal(ours.length, 3);
  for (const { name, container } of ours) {
    const [command = ''] = container.args ?? [];
    assert.deepEqual(await problemsOfArguments(container.args ?? []), [], name);
    for (const probe of [container.readinessProbe, container.livenessProbe]) {
      if (probe === undefined || !('exec' in probe)) continue;
      const [program, ...args] = probe.exec.command;
      assert.equal(program, 'newyear-load');
      assert.deepEqual(await problemsOfArguments(args), [], name);
    }
    const set = (container.env ?? []).map((variable) => variable.name);
    const needed = [...JSON.stringify(container.args).matchAll(/\$\(([A-Z_]+)\)/g)].map(
      ([, variable]) => variable ?? '',
    );
    assert.deepEqual(
      needed.filter((variable) => !set.includes(variable)),
      [],
      name,
    );
    const known = await environmentOf(command);
    for (const variable of set.filter((one) => one.startsWith('NEWYEAR_LOAD_')))
      assert.ok(known.includes(variable), `${name} ${variable}`);
  }
});

test('load has processors of its own, whole ones, and a worker fewer than those', () => {
  for (const { name, container } of containers)
    assert.deepEqual(container.resources.requests, container.resources.limits, name);
  for (const { name, container } of ours) assert.match(container.resources.limits.cpu, /^\d+$/, name);
  const agent = ours.find(({ name }) => name === 'agents/agent');
  const cpus = Number(agent?.container.resources.limits.cpu);
  assert.ok(agent?.container.args?.includes(`--workers=${cpus - 1}`));
});

test('a run is started once, with as many agents as there are, and ends in time for its report', () => {
  const jobs = base.flatMap((object) => (object.kind === 'Job' ? [object.spec] : []));
  const [job] = jobs;
  assert.equal(jobs.length, 1);
  assert.equal(job?.backoffLimit, 0);
  assert.equal(job.template.spec.restartPolicy, 'Never');
  assert.equal(job.template.spec.terminationGracePeriodSeconds, 60);
  const args = job.template.spec.containers[0]?.args ?? [];
  assert.ok(args.includes('--run-name=$(RUN_NAME)'));
  const agents = base.find((object) => object.kind === 'Deployment' && object.metadata.name === 'agents');
  assert.ok(agents?.kind === 'Deployment' && args.includes(`--agents=${agents.spec.replicas}`));
});

test('nginx of the overlay knows every instance of the chat', () => {
  const chat = overlay.find((object) => object.kind === 'StatefulSet' && object.metadata.name === 'chat');
  assert.ok(chat?.kind === 'StatefulSet');
  const expected = Array.from(
    { length: chat.spec.replicas },
    (_, index) => `chat-${index}.${chat.spec.serviceName}:4000`,
  );
  const entrance = overlay.find((object) => object.kind === 'ConfigMap' && object.metadata.name === 'entrance');
  const text = entrance?.kind === 'ConfigMap' ? entrance.data['nginx.conf'] : '';
  assert.deepEqual(
    [...(text?.matchAll(/^\s+server (\S+)/gm) ?? [])].map(([, server]) => server).filter((one) => one !== '{'),
    expected,
  );
});
