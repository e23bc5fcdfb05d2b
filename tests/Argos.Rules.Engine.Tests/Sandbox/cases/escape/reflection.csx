// expect: refused ARG0201
var t = typeof(string); return Allow();
// expect: refused ARG0301
var t = Input.GetType(); return Allow();
// expect: refused ARG0301
var a = "x".GetType().Assembly; return Allow();
// expect: refused ARG0302
var t = Type.GetType("System.IO.File"); return Allow();
// expect: refused ARG0302
var o = Activator.CreateInstance("a", "b"); return Allow();
// expect: refused ARG0302
var a = System.Reflection.Assembly.GetExecutingAssembly(); return Allow();
// expect: refused ARG0302
var a = System.Reflection.Assembly.LoadFile("/tmp/a.dll"); return Allow();
// expect: refused ARG0201
var f = nameof(Input) + typeof(PolicyContext).FullName; return Allow();
// expect: refused ARG0301
Func<int> f = () => 1; var m = f.Method; return Allow();
// expect: refused ARG0301
Func<int> f = () => 1; var m = f.Target; return Allow();
// expect: refused ARG0301
Func<int> f = () => 1; f.DynamicInvoke(); return Allow();
// expect: refused ARG0205
using System.Reflection; return Allow();
// expect: refused ARG0302
System.Reflection.MethodInfo? m = null; return Allow();
// expect: refused ARG0201
dynamic d = Input; return d.Confirmation;
// expect: refused ARG0302
object o = Input; return Allow();
// expect: refused ARG0302
var l = new List<object> { Input }; return Allow();
// expect: refused ARG0301
return Deny("x", Input.ToString());
// expect: refused ARG0301
var h = Input.GetHashCode(); return Allow();
// expect: refused ARG0302
var same = Object.ReferenceEquals(Input, Input); return Allow();
// expect: refused ARG0302
var e = Environment.Version; return Allow();
