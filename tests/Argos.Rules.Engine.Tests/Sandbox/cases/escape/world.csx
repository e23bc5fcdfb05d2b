// expect: refused ARG0302
return Deny("x", System.IO.File.ReadAllText("/etc/passwd"));
// expect: refused ARG0205
using System.IO; return Allow();
// expect: refused ARG0205
using System.Net.Http; return Allow();
// expect: refused ARG0205
using System.Linq; return Allow();
// expect: refused ARG0201
using static System.Math; return Allow();
// expect: refused ARG0201
using X = System.IO.File; return Allow();
// expect: refused ARG0302
System.IO.Directory.Delete("/", true); return Allow();
// expect: refused ARG0302
var s = new System.IO.FileStream("/etc/passwd", System.IO.FileMode.Open); return Allow();
// expect: refused CS0103
Console.WriteLine(Input.AttestationData); return Allow();
// expect: refused ARG0302
var s = Environment.GetEnvironmentVariable("HOME"); return Deny("x", s);
// expect: refused ARG0302
Environment.Exit(0); return Allow();
// expect: refused ARG0302
Environment.FailFast("x"); return Allow();
// expect: refused CS0234
System.Diagnostics.Process.Start("sh"); return Allow();
// expect: refused ARG0302
System.Diagnostics.Debugger.Break(); return Allow();
// expect: refused CS0234
var c = new System.Net.Http.HttpClient(); return Allow();
// expect: refused CS0234
var s = new System.Net.Sockets.Socket(default, default, default); return Allow();
// expect: refused ARG0302
GC.Collect(); return Allow();
// expect: refused ARG0302
GC.AddMemoryPressure(long.MaxValue); return Allow();
// expect: refused ARG0302
AppContext.SetSwitch("x", true); return Allow();
// expect: refused ARG0302
AppDomain.CurrentDomain.GetAssemblies(); return Allow();
// expect: refused ARG0302
System.Globalization.CultureInfo.CurrentCulture = null!; return Allow();
// expect: refused ARG0302
var r = new Random(); return r.Next() > 1 ? Allow() : Deny("x");
// expect: refused ARG0302
var g = Guid.NewGuid(); return Allow();
// expect: refused ARG0301
return DateTimeOffset.Now > Now ? Allow() : Deny("x");
// expect: refused ARG0301
return DateTimeOffset.UtcNow > Now ? Allow() : Deny("x");
// expect: refused ARG0302
var d = DateTime.Now; return Allow();
// expect: refused ARG0302
var t = TimeZoneInfo.Local; return Allow();
// expect: refused ARG0302
var t = TimeProvider.System.GetUtcNow(); return Allow();
// expect: refused ARG0302
Buffer.BlockCopy(new byte[1], 0, new byte[1], 0, 1); return Allow();
