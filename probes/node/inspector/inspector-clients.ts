import { readProcText } from '../../target/proc-files.ts';
import { countConnectionsAt } from '../../target/proc-text.ts';

/** How many clients are connected to the port on which the inspector of a process listens. */
export function inspectorClients(pid: number, port: number): number {
  const tables = ['tcp', 'tcp6'].map((table) => readProcText(`/proc/${pid}/net/${table}`) ?? '');
  return tables.reduce((sum, table) => sum + countConnectionsAt(table, port), 0);
}
