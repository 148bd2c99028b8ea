import * as ts from 'typescript';

/**
 * The functions of a file that call themselves, directly or over others of the file. Functions are known by their names, and
 * methods by `this.`: what another object's method calls is not followed.
 */
export function selfCalls(file: string, text: string): string[] {
  const calls = new Map<string, Set<string>>();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  // Sources nest no deeper than people write.
  const visit = (node: ts.Node, around: Around): void => {
    const inside = enter(node, around, calls);
    const called = calledBy(node);
    if (called !== undefined && !inside.own.has(called)) calls.get(inside.name)?.add(called);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, { name: '', own: new Set() });
  return [...calls.keys()].filter((name) => reaches(name, calls)).sort();
}

interface Around {
  /** Of the function that the node is in. */
  readonly name: string;
  /** Names that its parameters and variables take: they are not those of functions outside. */
  readonly own: ReadonlySet<string>;
}

function enter(node: ts.Node, around: Around, calls: Map<string, Set<string>>): Around {
  const name = nameOf(node);
  if (name !== undefined && !calls.has(name)) calls.set(name, new Set());
  if (!ts.isFunctionLike(node)) return name === undefined ? around : { ...around, name };
  const taken = node.parameters.flatMap((parameter) => namesIn(parameter.name));
  return { name: name ?? around.name, own: new Set([...around.own, ...taken]) };
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node)) return `this.${node.name.getText()}`;
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return undefined;
  return ts.isFunctionLike(node.initializer) ? node.name.getText() : undefined;
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

/** The function that is called here, or given to one that calls it: `rows.map(copyOf)`. */
function calledBy(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) {
    const isArgument = ts.isCallExpression(node.parent) && node.parent.arguments.includes(node);
    const isCallee = ts.isCallExpression(node.parent) && node.parent.expression === node;
    return isArgument || isCallee ? node.text : undefined;
  }
  const isOwn = ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isOwn && ts.isCallExpression(node.parent) ? `this.${node.name.text}` : undefined;
}

function reaches(name: string, calls: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const reached = new Set(calls.get(name));
  for (const other of reached) for (const next of calls.get(other) ?? []) reached.add(next);
  return reached.has(name);
}
