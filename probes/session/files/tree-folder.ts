import path from 'node:path';
import { recordingFiles, type TreeManifest, type TreeProcess } from '../../../format/recording.ts';
import { ManifestFile } from './manifest-file.ts';
import { makeRecordingRoom } from './recording-room.ts';

/** The recording of a tree on disk while it grows: its manifest, and a recording for each process. */
export class TreeFolder {
  readonly path: string;
  readonly #file: ManifestFile<TreeManifest>;

  private constructor(folder: string, manifest: TreeManifest) {
    this.path = folder;
    this.#file = new ManifestFile(path.join(folder, recordingFiles.tree), manifest);
  }

  /** @throws ProbeError `folder-exists`, `folder-not-writable` */
  static async create(folder: string, manifest: TreeManifest): Promise<TreeFolder> {
    await makeRecordingRoom(folder, recordingFiles.processes);
    const tree = new TreeFolder(path.resolve(folder), manifest);
    await tree.update({});
    return tree;
  }

  get manifest(): TreeManifest {
    return this.#file.manifest;
  }

  async update(change: Partial<TreeManifest>): Promise<void> {
    await this.#file.update(change);
  }

  /** Adds the process, or replaces what was told of it. */
  async tell(process: TreeProcess): Promise<void> {
    const isSame = ({ pid, seenAt }: TreeProcess) => pid === process.pid && seenAt === process.seenAt;
    const { processes } = this.manifest;
    await this.update({
      processes: processes.some(isSame)
        ? processes.map((each) => (isSame(each) ? process : each))
        : [...processes, process],
    });
  }

  /** A folder for the process, relative to the tree: a pid can come back. */
  folderFor(pid: number): string {
    const lives = this.manifest.processes.filter((process) => process.pid === pid).length;
    return `${recordingFiles.processes}/${pid}${lives === 0 ? '' : `-${lives + 1}`}`;
  }
}
