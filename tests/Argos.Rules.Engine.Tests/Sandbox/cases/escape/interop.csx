// expect: refused ARG0209
extern static void F(); return Allow();
// expect: refused ARG0201
unsafe { int x = 1; int* p = &x; } return Allow();
// expect: refused ARG0201
int* p = null; return Allow();
// expect: refused ARG0201
delegate*<int> p = null; return Allow();
// expect: refused ARG0201
var s = stackalloc int[1000000]; return Allow();
// expect: refused ARG0302
System.Runtime.InteropServices.Marshal.AllocHGlobal(1000); return Allow();
// expect: refused ARG0302
var s = System.Runtime.CompilerServices.Unsafe.As<string>("x"); return Allow();
// expect: refused ARG0302
System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack(); return Allow();
// expect: refused ARG0302
var h = System.Runtime.InteropServices.GCHandle.Alloc("x"); return Allow();
// expect: refused ARG0201
[System.Runtime.InteropServices.DllImport("libc")] static extern int getpid(); return Allow();
// expect: refused ARG0201
fixed (char* p = "x") { } return Allow();
// expect: refused ARG0201
var x = __makeref(Input); return Allow();
// expect: refused ARG0201
int x = 1; ref int y = ref x; return Allow();
// expect: refused ARG0209
void F(ref int x) { x = 1; } return Allow();
// expect: refused ARG0209
void F(in int x) { } return Allow();
// expect: refused ARG0209
void F(out int x) { x = 1; } return Allow();
// expect: refused ARG0201
var s = "abc"u8; return Allow();
// expect: refused ARG0302
ReadOnlySpan<char> s = "abc"; return Allow();
// expect: refused ARG0302
Span<int> s = new int[3]; return Allow();
