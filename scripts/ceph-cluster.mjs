// The smallest Ceph that speaks S3, on loopback, with all objects in memory: one monitor, one storage daemon, one gateway.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ceph } from './fetch-ceph.mjs';

const cluster = '3b2c6d1e-0000-4000-8000-000000000001';
const storage = '3b2c6d1e-0000-4000-8000-00000000aaaa';
export const accessKey = 'heaptrail';
export const secretKey = 'heaptrail-secret';
/** The name of a key with which the gateway encrypts at rest. */
export const encryptionKey = 'key-1';
const patience = 120_000;

export class CephCluster {
  #folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-ceph-'));
  #programs = ceph();
  #daemons = [];
  #gateway;
  #port = 0;

  static async start() {
    const made = new CephCluster();
    try {
      await made.#begin();
    } catch (error) {
      await made.end();
      throw error;
    }
    return made;
  }

  /** Where S3 is spoken. */
  get endpoint() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The variables by which clients find it, and its key. */
  get environment() {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_REGION: 'us-east-1',
    };
  }

  /** Ends the gateway at once, as a crash does; the objects stay. */
  async killGateway() {
    await ended(this.#gateway);
  }

  async startGateway() {
    const { gateway } = this.#programs;
    this.#gateway = this.#spawn(gateway, ['-n', 'client.admin', '-f']);
    await this.#until(async () => (await fetch(this.endpoint)).ok, 'the gateway does not answer');
  }

  async end() {
    for (const daemon of [this.#gateway, ...this.#daemons.toReversed()]) if (daemon) await ended(daemon);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #begin() {
    const { monitor, storage: storing, monitorMap, keys, command, gatewayAdmin } = this.#programs;
    const monitorPort = await freePort();
    this.#port = await freePort();
    for (const name of ['mon', 'osd']) mkdirSync(path.join(this.#folder, name));
    const at = `[v2:127.0.0.1:${monitorPort}]`;
    writeFileSync(path.join(this.#folder, 'ceph.conf'), this.#configuration(at));
    this.#run(keys, ['--create-keyring', 'keyring', '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
    for (const name of ['client.admin', 'osd.0'])
      this.#run(keys, [
        'keyring',
        '--gen-key',
        '-n',
        name,
        '--cap',
        'mon',
        'allow *',
        '--cap',
        'osd',
        'allow *',
      ]);
    this.#run(monitorMap, ['--create', '--addv', 'a', at, '--fsid', cluster, 'monmap']);
    this.#run(monitor, this.#words('-i', 'a', '--mkfs', '--monmap', 'monmap', '--keyring', 'keyring'));
    this.#daemons.push(this.#spawn(monitor, ['-i', 'a', '-f']));
    this.#run(command, this.#words('--connect-timeout', '60', 'osd', 'new', storage));
    this.#run(storing, this.#words('-i', '0', '--mkfs', '--osd-uuid', storage));
    this.#daemons.push(this.#spawn(storing, ['-i', '0', '-f']));
    const user = ['--uid', 'heaptrail', '--display-name', 'heaptrail'];
    const key = ['--access-key', accessKey, '--secret-key', secretKey];
    this.#run(gatewayAdmin, this.#words('user', 'create', ...user, ...key));
    await this.startGateway();
  }

  #configuration(monitorAt) {
    const { plugins, classes } = this.#programs;
    const key = Buffer.alloc(32, 'k').toString('base64');
    return `[global]
fsid = ${cluster}
mon initial members = a
mon host = ${monitorAt}
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${this.#folder}/keyring
log file = ${this.#folder}/$name.log
run dir = ${this.#folder}
admin socket =
pid file =
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
# One machine has nothing to agree about.
paxos propose interval = 0.05
paxos min wait = 0.01
osd crush chooseleaf type = 0
erasure code dir = ${plugins}/erasure-code
osd class dir = ${classes}
plugin dir = ${plugins}
mon data = ${this.#folder}/mon
osd data = ${this.#folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd class load list = *
osd class default list = *
rgw data = ${this.#folder}
rgw frontends = beast endpoint=127.0.0.1:${this.#port}
rgw run sync thread = false
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = ${encryptionKey}=${key}
`;
  }

  #words(...words) {
    return ['-c', 'ceph.conf', ...words];
  }

  get #environment() {
    return { ...process.env, LD_LIBRARY_PATH: this.#programs.libraries.join(':') };
  }

  #run(file, words) {
    execFileSync(file, words, {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: patience,
    });
  }

  #spawn(file, words) {
    const output = openSync(path.join(this.#folder, 'output.txt'), 'a');
    return spawn(file, this.#words(...words), {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ['ignore', output, output],
    });
  }

  async #until(holds, problem) {
    const deadline = Date.now() + patience;
    while (!(await holds().catch(() => false))) {
      if (Date.now() > deadline)
        throw new Error(`${problem}: ${readFileSync(path.join(this.#folder, 'output.txt'), 'utf8')}`);
      await sleep(50);
    }
  }
}

async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
