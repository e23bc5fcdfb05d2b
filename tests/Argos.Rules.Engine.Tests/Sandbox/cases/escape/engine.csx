// expect: refused ARG0302
Argos.Rules.Sandbox.Runtime.Guard.Enter(); return Allow();
// expect: refused ARG0302
Argos.Rules.Sandbox.Runtime.Intrinsics.TextComparing.Equal("a", "a"); return Allow();
// expect: refused CS0122
Argos.Rules.Sandbox.Metering.Meter.Stop(); return Allow();
// expect: refused CS0122
var p = Argos.Rules.Sandbox.Loading.PolicyLoader.Load(null!); return Allow();
// expect: refused CS0234
var p = Argos.Rules.Compiler.PolicyCompiler.Compile("", "", default); return Allow();
// expect: refused CS1061
var c = Input.Confirmation; return Allow();
// expect: refused ARG0301
var c = new PolicyContext(Input, Settings, null!, null!, Now); return Allow();
// expect: refused ARG0302
ITokenVerifier? v = null; return Allow();
// expect: refused ARG0302
IDataView? v = null; return Allow();
// expect: refused ARG0302
var e = new TokenExpectation { Keys = "", Issuers = new string[0], Audiences = new string[0] }; return Allow();
// expect: refused ARG0301
var t = TokenCheck.Failed("a", "b"); return Allow();
// expect: refused ARG0302
return new Outcome.Denied("x", null);
// expect: refused ARG0302
return new Outcome.Allowed(null!);
// expect: refused ARG0301
var t = Tokens.Verify("x", "k", "i", "a") with { Namespace = "admin" }; return Allow();
// expect: refused ARG0301
var t = new TokenCheck { Finding = null }; return Allow();
// expect: refused ARG0301
var p = new Pod { Namespace = "a", Name = "b" }; return Allow();
// expect: refused ARG0301
var s = new PolicySettings(Data["x"]); return Allow();
// expect: refused CS8852
Input.SanDns = new List<string>(); return Allow();
// expect: refused ARG0302
PolicyInputReader.Read(null!, default); return Allow();
// expect: refused ARG0302
var n = AttributeNames.InstanceId; return Allow();
