import { expect, test } from 'vitest';
import { ApiProblem } from '@/shared/api/problem';
import { refusalOf } from '@/shared/forms/fieldErrors';

const whole = () => 'refused';

test('a reason goes to the field that its path names', () => {
  const problem = new ApiProblem(422, '', [{ path: 'host', reason: 'is no address' }]);
  expect(refusalOf(problem, ['host', 'port'], whole)).toEqual({ fields: { host: 'is no address' }, rest: [] });
});

test('a reason about an element or an inner key goes to the field that holds it', () => {
  const problem = new ApiProblem(422, '', [
    { path: 'trunks[1]', reason: 'there is no trunk "x"' },
    { path: 'destination.extension', reason: 'there is no extension 1' },
  ]);
  expect(refusalOf(problem, ['trunks', 'destination'], whole).fields).toEqual({
    trunks: 'there is no trunk "x"',
    destination: 'there is no extension 1',
  });
});

test('two reasons of one field are both said', () => {
  const problem = new ApiProblem(422, '', [
    { path: 'addresses[0]', reason: 'first' },
    { path: 'addresses[1]', reason: 'second' },
  ]);
  expect(refusalOf(problem, ['addresses'], whole).fields).toEqual({ addresses: 'first; second' });
});

test('what no field shows is said above the form', () => {
  const problem = new ApiProblem(422, '', [
    { path: '', reason: 'trunk "a" is used by route "b"' },
    { path: 'unknown', reason: 'is not known' },
  ]);
  expect(refusalOf(problem, ['host'], whole)).toEqual({ fields: {}, rest: ['trunk "a" is used by route "b"', 'unknown: is not known'] });
});

test('a refusal without reasons is said as a whole', () => {
  expect(refusalOf(new ApiProblem(503, ''), ['host'], whole)).toEqual({ fields: {}, rest: ['refused'] });
});
