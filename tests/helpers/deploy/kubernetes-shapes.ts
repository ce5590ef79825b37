import { z } from 'zod';

// What our manifests use of Kubernetes' objects, and nothing else: a field that is not here is a slip of the pen, or has to be looked
// up in the API reference and added. Kubernetes itself takes unknown fields with a warning at best.

/** A name that DNS takes. */
const name = z.string().regex(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/);
const label = z.string().regex(/^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
const labels = z.record(z.string().regex(/^(?:[-a-z0-9.]+\/)?[A-Za-z0-9][-A-Za-z0-9_.]{0,61}$/), label);
const seconds = z.int().min(1);
const port = z.int().min(1).max(65_535);
const portOrName = z.union([port, name]);
const size = z.string().regex(/^[1-9]\d*(?:Mi|Gi)$/);

const metadata = z.strictObject({ name, namespace: name.optional(), labels: labels.optional() });
const selector = z.strictObject({ matchLabels: labels });
const expressions = z.array(
  z.strictObject({ key: z.string(), operator: z.enum(['In', 'NotIn']), values: z.array(label).min(1) }),
);
const podSelector = z.strictObject({ matchLabels: labels.optional(), matchExpressions: expressions.optional() });

const keyOf = z.strictObject({ name, key: z.string() });
const environment = z.union([
  z.strictObject({ name: z.string().regex(/^[A-Z][A-Z0-9_]*$/), value: z.string() }),
  z.strictObject({
    name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    valueFrom: z.union([
      z.strictObject({
        fieldRef: z.strictObject({ fieldPath: z.string().regex(/^metadata\.(?:name$|labels\['.+'\]$)/) }),
      }),
      z.strictObject({ configMapKeyRef: keyOf }),
      z.strictObject({ secretKeyRef: keyOf }),
    ]),
  }),
]);

const timing = {
  initialDelaySeconds: seconds.optional(),
  periodSeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: z.int().min(1).optional(),
};
const probe = z.union([
  z.strictObject({ exec: z.strictObject({ command: z.array(z.string()).min(1) }), ...timing }),
  z.strictObject({ httpGet: z.strictObject({ path: z.string().startsWith('/'), port: portOrName }), ...timing }),
]);

const amounts = z.strictObject({ cpu: z.string().regex(/^(?:[1-9]\d*|[1-9]\d*m)$/), memory: size });

const container = z.strictObject({
  name,
  image: z.string().regex(/^[-a-z0-9./]+:[\w.-]+$/),
  command: z.array(z.string()).min(1).optional(),
  args: z.array(z.string()).min(1).optional(),
  env: z.array(environment).optional(),
  ports: z.array(z.strictObject({ name, containerPort: port })).optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  resources: z.strictObject({ requests: amounts, limits: amounts }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z
    .array(
      z.strictObject({
        name,
        mountPath: z.string().startsWith('/'),
        subPath: z.string().optional(),
        readOnly: z.boolean().optional(),
      }),
    )
    .optional(),
});

const volume = z.union([
  z.strictObject({ name, configMap: z.strictObject({ name }) }),
  z.strictObject({ name, secret: z.strictObject({ secretName: name, defaultMode: z.int().min(0).max(0o777) }) }),
  z.strictObject({ name, emptyDir: z.strictObject({ medium: z.literal('Memory').optional(), sizeLimit: size }) }),
]);

const podSpec = z.strictObject({
  restartPolicy: z.literal('Never').optional(),
  automountServiceAccountToken: z.literal(false),
  enableServiceLinks: z.literal(false),
  terminationGracePeriodSeconds: seconds.optional(),
  topologySpreadConstraints: z
    .array(
      z.strictObject({
        maxSkew: z.int().min(1),
        topologyKey: z.string(),
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
        labelSelector: selector,
      }),
    )
    .optional(),
  affinity: z
    .strictObject({
      podAntiAffinity: z.strictObject({
        preferredDuringSchedulingIgnoredDuringExecution: z.array(
          z.strictObject({
            weight: z.int().min(1).max(100),
            podAffinityTerm: z.strictObject({ topologyKey: z.string(), labelSelector: selector }),
          }),
        ),
      }),
    })
    .optional(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.int().min(1),
    runAsGroup: z.int().min(1),
    fsGroup: z.int().min(1).optional(),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    // Of those that Kubernetes takes for safe in every cluster.
    sysctls: z
      .array(z.strictObject({ name: z.literal('net.ipv4.ip_local_port_range'), value: z.string().regex(/^\d+ \d+$/) }))
      .optional(),
  }),
  containers: z.array(container).min(1),
  volumes: z.array(volume).optional(),
});
const template = z.strictObject({ metadata: z.strictObject({ labels }), spec: podSpec });

const rulePorts = z
  .array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port }))
  .min(1)
  .optional();
const peers = z
  .array(
    z.union([
      z.strictObject({ podSelector }),
      z.strictObject({ namespaceSelector: selector }),
      z.strictObject({ podSelector, namespaceSelector: selector }),
    ]),
  )
  .min(1);

const kinds = [
  z.strictObject({ apiVersion: z.literal('v1'), kind: z.literal('Namespace'), metadata }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata,
    data: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Secret'),
    metadata,
    stringData: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata,
    spec: z.strictObject({
      clusterIP: z.literal('None').optional(),
      selector: labels,
      ports: z.array(z.strictObject({ name, port, targetPort: portOrName })).min(1),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('Deployment'),
    metadata,
    spec: z.strictObject({
      replicas: z.int().min(1),
      strategy: z.strictObject({ type: z.literal('Recreate') }).optional(),
      selector,
      template,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('StatefulSet'),
    metadata,
    spec: z.strictObject({
      replicas: z.int().min(1),
      serviceName: name,
      podManagementPolicy: z.literal('Parallel').optional(),
      selector,
      template,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('Job'),
    metadata: z.strictObject({ generateName: z.string().regex(/^[a-z][-a-z0-9]*-$/), namespace: name }),
    spec: z.strictObject({
      backoffLimit: z.int().min(0),
      completions: z.int().min(1),
      parallelism: z.int().min(1),
      activeDeadlineSeconds: seconds,
      ttlSecondsAfterFinished: seconds,
      template,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('policy/v1'),
    kind: z.literal('PodDisruptionBudget'),
    metadata,
    spec: z.strictObject({
      maxUnavailable: z.int().min(0),
      unhealthyPodEvictionPolicy: z.enum(['AlwaysAllow', 'IfHealthyBudget']),
      selector,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('networking.k8s.io/v1'),
    kind: z.literal('NetworkPolicy'),
    metadata,
    spec: z.strictObject({
      podSelector,
      policyTypes: z.array(z.enum(['Ingress', 'Egress'])).min(1),
      ingress: z.array(z.strictObject({ from: peers, ports: rulePorts })).optional(),
      egress: z.array(z.strictObject({ to: peers, ports: rulePorts })).optional(),
    }),
  }),
] as const;

/** An object of Kubernetes, as our manifests have it. */
export const kubernetesObject = z.discriminatedUnion('kind', kinds);
export type KubernetesObject = z.infer<typeof kubernetesObject>;
export type PodTemplate = z.infer<typeof template>;
export type Container = z.infer<typeof container>;
export type PodSelector = z.infer<typeof podSelector>;

/** A kustomization, as ours are. */
export const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: name.optional(),
  resources: z.array(z.string()).min(1),
  images: z.array(z.strictObject({ name: z.string(), newTag: z.string() })).optional(),
  patches: z.array(z.union([z.strictObject({ path: z.string() }), z.strictObject({ patch: z.string() })])).optional(),
});
