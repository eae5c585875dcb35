import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ColumnWidth, fitColumns } from './fit-columns.ts';

function text(width: number, header = 4): ColumnWidth {
  return { width, header, isEmpty: false, mayBeCut: true };
}

function number(width: number): ColumnWidth {
  return { width, header: width, isEmpty: false, mayBeCut: false };
}

function fitted(columns: readonly ColumnWidth[], room: number): Array<[at: number, width: number]> {
  return [...fitColumns(columns, room)];
}

test('what fits stays as it is', () => {
  assert.deepEqual(fitted([text(10), { ...text(6), isEmpty: true }, number(4)], 24), [
    [0, 10],
    [1, 6],
    [2, 4],
  ]);
});

test('columns without anything in them make room first', () => {
  assert.deepEqual(fitted([text(10), { ...text(6), isEmpty: true }, number(4)], 23), [
    [0, 10],
    [2, 4],
  ]);
});

test('then the widest texts are cut, but neither numbers nor what things are named by', () => {
  assert.deepEqual(fitted([text(36), text(30), number(8), text(20)], 80), [
    [0, 36],
    [1, 15],
    [2, 8],
    [3, 15],
  ]);
});

test('then columns are left out from the right, but not the last one', () => {
  assert.deepEqual(fitted([text(36), text(20), number(9), number(9), text(20)], 80), [
    [0, 36],
    [1, 14],
    [2, 9],
    [4, 15],
  ]);
});

test('a last one that is a number is no exception', () => {
  assert.deepEqual(fitted([text(50), text(6), number(9), number(10)], 60), [
    [0, 41],
    [1, 6],
    [2, 9],
  ]);
});

test('where nothing else helps, the first and the last column share the room', () => {
  assert.deepEqual(fitted([text(60), text(20), text(60)], 42), [
    [0, 21],
    [2, 19],
  ]);
  assert.deepEqual(fitted([text(60)], 20), [[0, 20]]);
});
