// The JSON Schema of a report, made of its TypeScript types and of what is written at their fields. A field without
// words, or of a type that is not known here, ends the build.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const folder = new URL('../format/', import.meta.url);

/** Names of types that are numbers or texts with limits. */
const limited = {
  Bytes: { type: 'number' },
  Millis: { type: 'number' },
  EpochMillis: { type: 'number' },
  Confidence: { type: 'number', minimum: 0, maximum: 1 },
  Share: { type: 'number', minimum: 0, maximum: 1 },
  Fingerprint: { type: 'string', pattern: '^[0-9a-f]{8}$' },
  IsoDate: { type: 'string', format: 'date-time' },
};

/** @returns the schema, with one definition for each interface. Later versions add fields: none is forbidden. */
export function reportJsonSchema() {
  return jsonSchemaOf('Report', 'report', 'reportSchemaVersion');
}

/** As that of a report, for what `heaptrail peak --json` prints. */
export function peakJsonSchema() {
  return jsonSchemaOf('PeakReport', 'peak', 'peakSchemaVersion');
}

function jsonSchemaOf(type, name, versionName) {
  const types = readTypes();
  const schema = new Schema(types);
  const version = types.constants.get(versionName);
  const { title: _, ...root } = schema.ofInterface(type);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `heaptrail ${name}, schema ${version}`,
    ...root,
    $defs: schema.definitions(),
  };
}

function readTypes() {
  const interfaces = new Map();
  const aliases = new Map();
  const constants = new Map();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const source = ts.createSourceFile(
      name,
      readFileSync(new URL(name, folder), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    for (const node of source.statements) {
      if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
      else if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
      else if (ts.isVariableStatement(node)) {
        for (const { name: constant, initializer } of node.declarationList.declarations)
          if (initializer !== undefined) constants.set(constant.getText(), constantOf(initializer));
      }
    }
  }
  return { interfaces, aliases, constants };
}

/** Of the constants that types are made of: a number, or a list of texts. */
function constantOf(node) {
  if (ts.isAsExpression(node)) return constantOf(node.expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isArrayLiteralExpression(node) && node.elements.every(ts.isStringLiteral))
    return node.elements.map(({ text }) => text);
  return undefined;
}

class Schema {
  #types;
  #definitions = new Map();

  constructor(types) {
    this.#types = types;
  }

  definitions() {
    return Object.fromEntries([...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  ofInterface(name) {
    const declaration = this.#types.interfaces.get(name);
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => this.ofInterface(expression.getText())),
    );
    const properties = Object.assign({}, ...inherited.map((one) => one.properties));
    const required = inherited.flatMap((one) => one.required);
    for (const member of declaration.members) {
      const field = member.name.getText();
      const description = textOf(member);
      if (description === '') throw new Error(`write what ${name}.${field} means: the schema needs it`);
      properties[field] = { description, ...this.#ofType(member.type, `${name}.${field}`) };
      if (member.questionToken === undefined) required.push(field);
    }
    return { title: name, description: textOf(declaration), type: 'object', properties, required };
  }

  #ofType(node, where) {
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: 'string' };
      case ts.SyntaxKind.NumberKeyword:
        return { type: 'number' };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: 'boolean' };
    }
    if (ts.isTypeOperatorNode(node)) return this.#ofType(node.type, where);
    if (ts.isParenthesizedTypeNode(node)) return this.#ofType(node.type, where);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.#ofType(node.elementType, where) };
    if (ts.isTypeQueryNode(node)) return { const: this.#types.constants.get(node.exprName.getText()) };
    if (ts.isLiteralTypeNode(node)) return { const: literalOf(node) };
    if (ts.isUnionTypeNode(node)) return { enum: this.#choices(node, where) };
    if (ts.isTypeReferenceNode(node)) return this.#ofReference(node.typeName.getText(), where);
    if (ts.isIndexedAccessTypeNode(node)) return { enum: this.#choices(node, where) };
    throw new Error(`no JSON Schema is known for ${node.getText()} at ${where}`);
  }

  #ofReference(name, where) {
    if (limited[name] !== undefined) return limited[name];
    const alias = this.#types.aliases.get(name);
    if (alias !== undefined) return this.#ofType(alias, where);
    if (!this.#types.interfaces.has(name)) throw new Error(`${name} at ${where} is no type of a report`);
    if (!this.#definitions.has(name)) {
      // Known before it is made: a type may lead back to itself.
      this.#definitions.set(name, undefined);
      this.#definitions.set(name, this.ofInterface(name));
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** The values of a union of literals, or of `(typeof list)[number]`. */
  #choices(node, where) {
    if (ts.isUnionTypeNode(node)) return node.types.flatMap((one) => this.#choices(one, where));
    if (ts.isParenthesizedTypeNode(node)) return this.#choices(node.type, where);
    if (ts.isLiteralTypeNode(node)) return [literalOf(node)];
    if (ts.isTypeReferenceNode(node))
      return this.#choices(this.#types.aliases.get(node.typeName.getText()), where);
    if (ts.isIndexedAccessTypeNode(node)) {
      const list = this.#types.constants.get(node.objectType.getText().replace(/^\(typeof (\w+)\)$/, '$1'));
      if (Array.isArray(list)) return list;
    }
    throw new Error(`no JSON Schema is known for ${node.getText()} at ${where}`);
  }
}

function literalOf({ literal }) {
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return false;
  return ts.isNumericLiteral(literal) ? Number(literal.text) : literal.text;
}

/** The comment in front of a declaration, in one line. */
function textOf(node) {
  const comments = ts.getJSDocCommentsAndTags(node);
  return comments
    .map((one) => ts.getTextOfJSDocComment(one.comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
