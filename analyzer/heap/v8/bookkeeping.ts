/**
 * Hidden nodes of V8 that describe code and shapes. They grow while functions get hot and classes are first used,
 * which is warm-up and never a leak of the program.
 */
const engineBookkeeping =
  /Template|CallHandlerInfo|Accessor|PropertyCell|Map$|PrototypeInfo|TransitionArray|Feedback|ScopeInfo|Script$|SharedFunctionInfo|WeakArrayList|WeakFixedArray|AllocationSite|ClassPositions|Bytecode|InterceptorInfo|PreparseData|Boilerplate|Handler|EnumCache|DescriptorArray|NativeContext|InterpreterData|UncompiledData/;

/** Whether a hidden node of this name is the engine's own bookkeeping. */
export function isBookkeepingName(name: string): boolean {
  return engineBookkeeping.test(name);
}
