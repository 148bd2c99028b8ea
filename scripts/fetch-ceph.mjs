// Ceph with its gateway for S3, as a real object store for tests. `node scripts/fetch-ceph.mjs` fetches it.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { debianBinary, debianFolder, installedBinary } from './debian-binary.mjs';

/** What its daemons load and no other package here brings. */
const libraries = [
  'libleveldb1d',
  'libsnappy1v5',
  'libfuse2',
  'libaio1',
  'libpmem1',
  'libndctl6',
  'libdaxctl1',
];
const machine = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const libraryFolder = `usr/lib/${machine}`;

/**
 * The programs of a small cluster. The gateway and its tools are installed, because they need many packages; the daemons
 * of the cluster are only unpacked, so that nothing of them starts with the system.
 */
export function ceph() {
  const folders = ['ceph-base', ...libraries].map((name) => debianFolder(name));
  const [base] = folders;
  return {
    gateway: installedBinary('radosgw', '/usr/bin/radosgw'),
    gatewayAdmin: '/usr/bin/radosgw-admin',
    keys: '/usr/bin/ceph-authtool',
    command: '/usr/bin/ceph',
    monitor: debianBinary('ceph-mon', 'usr/bin/ceph-mon'),
    storage: debianBinary('ceph-osd', 'usr/bin/ceph-osd'),
    monitorMap: path.join(base, 'usr/bin/monmaptool'),
    plugins: path.join(base, libraryFolder, 'ceph'),
    classes: path.join(base, libraryFolder, 'rados-classes'),
    libraries: folders.flatMap((folder) => [
      path.join(folder, libraryFolder),
      path.join(folder, libraryFolder, 'ceph'),
      path.join(folder, `lib/${machine}`),
    ]),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(JSON.stringify(ceph(), undefined, 2));
