import type {
  AuditedRoom,
  AuditOutcome,
  AuditSample,
  MissingMessage,
  MissingUser,
  SignUpTimes,
} from '../../metrics/audit-outcome.js';
import { listOf } from './collections.js';
import { type FieldsOf, fields, VALUES } from './values.js';

const { amount, amountOrNull, count, share, text } = VALUES;

const sample = {
  share,
  rooms: count,
  ofRooms: count,
  users: count,
  ofUsers: count,
} satisfies FieldsOf<AuditSample>;

const auditedRoom = {
  room: text,
  expected: count,
  found: count,
  foundLate: count,
  notCheckable: count,
  missingSinceSecond: count.nullable(),
} satisfies FieldsOf<AuditedRoom>;

const signUps = {
  firstMs: amount,
  lastMs: amount,
  firstMissingMs: amountOrNull,
  lastMissingMs: amountOrNull,
} satisfies FieldsOf<SignUpTimes>;

const missingUser = { user: text, batch: count.nullable(), signedUpMs: amountOrNull } satisfies FieldsOf<MissingUser>;
const missingMessage = { room: text, number: count, sender: text, second: count } satisfies FieldsOf<MissingMessage>;

/** What an audit found, field by field. */
export const AUDIT = {
  sample: fields(sample),
  usersExpected: count,
  usersFound: count,
  usersFoundLate: count,
  usersNotCheckable: count,
  messagesExpected: count,
  messagesFound: count,
  messagesFoundLate: count,
  messagesNotCheckable: count,
  /** Since the end of the drain. */
  foundLateMs: amountOrNull,
  byRoom: listOf(fields(auditedRoom)),
  missingBySecond: listOf(fields({ second: count, missing: count })),
  signUps: fields(signUps).nullable(),
  /** The first hundred. */
  missingUsers: listOf(fields(missingUser)),
  missingMessages: listOf(fields(missingMessage)),
} satisfies FieldsOf<AuditOutcome>;
