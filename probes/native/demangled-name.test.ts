import { expect, it } from 'vitest';
import { demangledName } from './demangled-name.ts';

it.each([
  ['deflateInit2_', 'deflateInit2_'],
  ['deflate.part.0', 'deflate'],
  ['_ZN4node12_GLOBAL__N_111ZlibContext8InitZlibEv', 'node::(anonymous namespace)::ZlibContext::InitZlib'],
  [
    '_ZN4node12_GLOBAL__N_117CompressionStreamINS0_11ZlibContextEE12AllocForZlibEPvjj',
    'node::(anonymous namespace)::CompressionStream<node::(anonymous namespace)::ZlibContext>::AllocForZlib',
  ],
  ['_ZN9Statement6JS_newERKN2v820FunctionCallbackInfoINS0_5ValueEEE', 'Statement::JS_new'],
  ['_Znwm', 'operator new'],
  [
    '_ZNSt6vectorIiSaIiEE17_M_realloc_insertIJRKiEEEvN9__gnu_cxx17__normal_iteratorIPiS1_EEDpOT_',
    'std::vector<int, std::allocator<int>>::_M_realloc_insert<int const&>',
  ],
  [
    '_ZN4node10StreamBase8JSMethodIXadL_ZNS0_8ShutdownERKN2v820FunctionCallbackInfoINS2_5ValueEEEEEEEvS7_',
    'node::StreamBase::JSMethod<node::StreamBase::Shutdown>',
  ],
  [
    '_ZZN4node14ThreadPoolWork12ScheduleWorkEvENUlP9uv_work_sE_4_FUNES2_',
    'node::ThreadPoolWork::ScheduleWork::{lambda}::_FUN',
  ],
  ['_ZN2v88internal4HeapD2Ev', 'v8::internal::Heap::~Heap'],
  ['_ZThn56_N4node15LibuvStreamWrap9ReadStartEv', 'node::LibuvStreamWrap::ReadStart'],
  ['_ZN5alloc3vec12Vec$LT$T$GT$4push17h0123456789abcdefE', 'alloc::vec::Vec$LT$T$GT$::push'],
  // What cannot be read stays.
  ['_ZN1aIXplT_Li1EEE', '_ZN1aIXplT_Li1EEE'],
  ['_Z', '_Z'],
  ['_ZN', '_ZN'],
])('%s is %s', (symbol, name) => {
  expect(demangledName(symbol)).toBe(name);
});
