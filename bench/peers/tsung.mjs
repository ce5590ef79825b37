import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOf, start } from '../lib/processes.mjs';

/** Users come at random within about this time. */
const ARRIVAL_SECONDS = 1;
/** From its connection until a user greets the namespace, and from there until it joins its room. */
const STEP_SECONDS = 0.5;
/** From its join until a user sends its first message: by then all have joined. */
const THINK_SECONDS = 2;
const MANY = 10_000_000;
/** One Erlang machine that listens to no other needs neither a daemon for names, which would outlive it, nor ssh. */
const ALONE = '-start_epmd false -dist_listen false';

/**
 * The tsung on the PATH. It knows WebSockets and nothing of what they carry, so its session speaks the wire by hand. It cannot answer
 * a ping: the server's first comes after 25 s, when measuring is over, and the server gives up a minute later. Its pauses begin when
 * a message has left and last a millisecond or two longer than told, so it sends somewhat less than the rate asked for.
 */
export function prepareTsung() {
  const grammar = join(realpathSync(folderOf('tsung')), '..', 'share', 'tsung', 'tsung-1.0.dtd');
  return {
    answers: false,
    isAlone: true,
    version: execFileSync('tsung', ['-v'], { encoding: 'utf8' }).trim().replace(' version', ''),
    // The last comes a little later than the mean says.
    rampMs: ARRIVAL_SECONDS * 1500,
    start(job, server) {
      const folder = mkdtempSync(join(tmpdir(), 'newyear-load-bench-tsung-'));
      const script = join(folder, 'bench.xml');
      const table = join(folder, 'people.csv');
      const logs = join(folder, 'logs');
      mkdirSync(logs);
      writeFileSync(script, scriptOf(job, server, { table, grammar }));
      writeFileSync(table, peopleOf(job));
      const running = start('client', ['tsung', '-n', '-f', script, '-l', logs, 'start'], {
        cwd: folder,
        // Its home gets a folder of its own as well.
        env: { ...process.env, HOME: folder, ERL_ZFLAGS: ALONE },
      });
      void running.exited.then(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
      return running;
    },
  };
}

const peopleOf = ({ users, roomSize }) =>
  Array.from({ length: users }, (_, index) => `user${index};r${Math.floor(index / roomSize)}\n`).join('');

/** Without acknowledgement what comes is read, and not even taken apart into frames; else the next frame is waited for. */
const request = (packet, ack = 'no_ack') =>
  `<request subst="true"><websocket type="message" frame="text" ack="${ack}">${packet}</websocket></request>`;

function scriptOf({ users, rate, seconds }, { port }, { table, grammar }) {
  const limitSeconds = Math.ceil(seconds + ARRIVAL_SECONDS + 2 * STEP_SECONDS + THINK_SECONDS + 10);
  const say = `42["send_message",{"roomId":"%%_room%%","content":"🎉 Happy New Year! ${'.'.repeat(50)}"}]`;
  const turn =
    rate === 'max' ? request(say, 'parse') : `${request(say)}<thinktime value="${users / rate}" random="false"/>`;
  // The file is UTF-8; called Latin-1, its bytes go out as they are, while tsung cannot send a character beyond 255.
  return `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE tsung SYSTEM "${grammar}">
<tsung loglevel="warning">
  <clients><client host="localhost" use_controller_vm="true" maxusers="${2 * users}"/></clients>
  <servers><server host="127.0.0.1" port="${port}" type="tcp"/></servers>
  <load duration="${limitSeconds}" unit="second">
    <arrivalphase phase="1" duration="${limitSeconds}" unit="second">
      <users maxnumber="${users}" arrivalrate="${users / ARRIVAL_SECONDS}" unit="second"/>
    </arrivalphase>
  </load>
  <options><option name="file_server" id="people" value="${table}"/></options>
  <sessions>
    <session name="chat" probability="100" type="ts_websocket">
      <setdynvars sourcetype="file" fileid="people" delimiter=";" order="iter"><var name="user"/><var name="room"/></setdynvars>
      <request subst="true">
        <websocket type="connect" path="/socket.io/?EIO=4&amp;transport=websocket&amp;username=%%_user%%"/>
      </request>
      <thinktime value="${STEP_SECONDS}" random="false"/>
      ${request('40')}
      <thinktime value="${STEP_SECONDS}" random="false"/>
      ${request('42["join_room",{"roomId":"%%_room%%"}]')}
      <thinktime value="${THINK_SECONDS}" random="false"/>
      <for from="1" to="${MANY}" var="turn">${turn}</for>
    </session>
  </sessions>
</tsung>
`;
}
