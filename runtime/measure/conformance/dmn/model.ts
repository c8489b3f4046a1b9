/** A DMN model: decisions, knowledge models, services and input data, evaluated on demand. */
import type { EvaluationEnv } from '../../../compile/plan.ts';
import { type Feel, FeelFunction } from '../../../expression/values.ts';
import { boxed, boxedIn, functionOf, type Model, namesOfValue, type Sight, withName } from './boxed.ts';
import { conform, namesIn, type Types } from './types.ts';
import { all, first, type Xml } from './xml.ts';

const empty: Sight = { values: {}, names: {} };
const idOf = (href: string | undefined): string => (href ?? '').replace(/^.*#/, '');
const nameOf = (element: Xml | undefined): string => element?.attributes.name ?? '';
const typeOf = (element: Xml): string | undefined => first(element, 'variable')?.attributes.typeRef;

/** Evaluates a decision by name with the given inputs by name. */
export function decideByName(definitions: Xml, decision: string, inputs: ReadonlyMap<string, Feel>, env: EvaluationEnv): Decision {
  const types: Types = new Map(all(definitions, 'itemDefinition').map((one) => [nameOf(one), one]));
  const found = all(definitions, 'decision').find((one) => nameOf(one) === decision);
  const refused = new Set(all(definitions, 'import').map((one) => `import of ${one.attributes.namespace ?? nameOf(one)}`));
  const value = found ? new Session(definitions, { types, env, refused }, inputs).decision(found) : null;
  return { value, refused: [...refused] };
}

/** The value of a decision, and what it met on its way that we do not evaluate. */
export interface Decision {
  value: Feel;
  refused: string[];
}

class Session {
  readonly definitions: Xml;
  readonly model: Model;
  readonly inputs: ReadonlyMap<string, Feel>;
  readonly byId: Map<string, Xml>;
  readonly done = new Map<Xml, Feel>();
  constructor(definitions: Xml, model: Model, inputs: ReadonlyMap<string, Feel>) {
    this.definitions = definitions;
    this.model = model;
    this.inputs = inputs;
    this.byId = new Map(definitions.children.map((child) => [child.attributes.id ?? '', child]));
  }

  decision(element: Xml): Feel {
    const known = this.done.get(element);
    if (known !== undefined) return known;
    const given = this.inputs.get(nameOf(element));
    const value = given ?? conform(this.model.types, typeOf(element), boxed(this.model, boxedIn(element), this.sight(element)));
    this.done.set(element, value);
    return value;
  }

  /** Everything a decision or a knowledge model requires, by name. */
  sight(element: Xml): Sight {
    let sight = empty;
    for (const requirement of [...all(element, 'informationRequirement'), ...all(element, 'knowledgeRequirement')]) {
      for (const reference of requirement.children) {
        const target = this.byId.get(idOf(reference.attributes.href));
        if (!target) continue;
        const value = this.valueOf(target);
        const declared = namesIn(this.model.types, typeOf(target));
        sight = withName(sight, nameOf(target), value, declared === true ? namesOfValue(value) : declared);
      }
    }
    return sight;
  }

  valueOf(element: Xml): Feel {
    switch (element.name) {
      case 'inputData':
        return conform(this.model.types, typeOf(element), this.inputs.get(nameOf(element)) ?? null);
      case 'decision':
        return this.decision(element);
      case 'businessKnowledgeModel': {
        const logic = first(element, 'encapsulatedLogic');
        const see = (): Sight => withName(this.sight(element), nameOf(element), self);
        const self: FeelFunction | null = logic ? functionOf(this.model, logic, see, typeOf(element)) : null;
        return self;
      }
      case 'decisionService':
        return this.service(element);
      default:
        return null;
    }
  }

  /** A service is a function of its input data and input decisions. */
  service(element: Xml): FeelFunction {
    const targets = (kind: string) => all(element, kind).flatMap((one) => this.byId.get(idOf(one.attributes.href)) ?? []);
    const parameters = [...targets('inputDecision'), ...targets('inputData')];
    const outputs = targets('outputDecision');
    return new FeelFunction([parameters.map(nameOf)], (_run, args) => {
      if (args.length !== parameters.length) return null;
      const checked = parameters.map((parameter, index) => conform(this.model.types, typeOf(parameter), args[index] as Feel));
      if (checked.some((value, index) => value === null && args[index] !== null)) return null;
      const session = new Session(
        this.definitions,
        this.model,
        new Map(parameters.map((parameter, index) => [nameOf(parameter), checked[index] as Feel])),
      );
      const [only] = outputs;
      if (outputs.length === 1 && only) return conform(this.model.types, typeOf(element), session.decision(only));
      return new Map(outputs.map((output) => [nameOf(output), session.decision(output)]));
    });
  }
}
