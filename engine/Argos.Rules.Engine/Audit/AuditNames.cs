using System.Text.Json;

namespace Argos.Rules.Engine.Audit;

/// <summary>The names of members of records, escaped once.</summary>
internal static class AuditNames
{
    public static readonly JsonEncodedText FormatVersion = JsonEncodedText.Encode("v");

    public static readonly JsonEncodedText Sequence = JsonEncodedText.Encode("seq");

    public static readonly JsonEncodedText Replica = JsonEncodedText.Encode("replica");

    public static readonly JsonEncodedText Engine = JsonEncodedText.Encode("engine");

    public static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");

    public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");

    public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");

    public static readonly JsonEncodedText Decision = JsonEncodedText.Encode("decision");

    public static readonly JsonEncodedText Operation = JsonEncodedText.Encode("operation");

    public static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");

    public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");

    public static readonly JsonEncodedText Problem = JsonEncodedText.Encode("problem");

    public static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");

    public static readonly JsonEncodedText Domain = JsonEncodedText.Encode("domain");

    public static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");

    public static readonly JsonEncodedText InstanceId = JsonEncodedText.Encode("instanceId");

    public static readonly JsonEncodedText Names = JsonEncodedText.Encode("names");

    public static readonly JsonEncodedText Dns = JsonEncodedText.Encode("dns");

    public static readonly JsonEncodedText Ips = JsonEncodedText.Encode("ips");

    public static readonly JsonEncodedText Uris = JsonEncodedText.Encode("uris");

    public static readonly JsonEncodedText Hostname = JsonEncodedText.Encode("hostname");

    public static readonly JsonEncodedText ClientIp = JsonEncodedText.Encode("clientIp");

    public static readonly JsonEncodedText Requested = JsonEncodedText.Encode("requested");

    public static readonly JsonEncodedText Caller = JsonEncodedText.Encode("caller");

    public static readonly JsonEncodedText ElapsedMs = JsonEncodedText.Encode("elapsedMs");

    public static readonly JsonEncodedText AttestationSha256 = JsonEncodedText.Encode("attestationSha256");

    public static readonly JsonEncodedText KeyId = JsonEncodedText.Encode("keyId");

    public static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");

    public static readonly JsonEncodedText PolicySetDigest = JsonEncodedText.Encode("policySetDigest");

    public static readonly JsonEncodedText DataDigest = JsonEncodedText.Encode("dataDigest");

    public static readonly JsonEncodedText Settings = JsonEncodedText.Encode("settings");

    public static readonly JsonEncodedText Documents = JsonEncodedText.Encode("documents");

    public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");

    public static readonly JsonEncodedText Sha256 = JsonEncodedText.Encode("sha256");

    public static readonly JsonEncodedText Digest = JsonEncodedText.Encode("digest");

    public static readonly JsonEncodedText Codes = JsonEncodedText.Encode("codes");

    public static readonly JsonEncodedText Detail = JsonEncodedText.Encode("detail");

    public static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("attributes");

    public static readonly JsonEncodedText Facts = JsonEncodedText.Encode("facts");

    public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");

    public static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");

    public static readonly JsonEncodedText Pods = JsonEncodedText.Encode("pods");

    public static readonly JsonEncodedText Namespace = JsonEncodedText.Encode("namespace");

    public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");

    public static readonly JsonEncodedText Uid = JsonEncodedText.Encode("uid");

    public static readonly JsonEncodedText ResourceVersion = JsonEncodedText.Encode("resourceVersion");

    public static readonly JsonEncodedText Tokens = JsonEncodedText.Encode("tokens");

    public static readonly JsonEncodedText Valid = JsonEncodedText.Encode("valid");

    public static readonly JsonEncodedText TokenId = JsonEncodedText.Encode("jti");

    public static readonly JsonEncodedText Policies = JsonEncodedText.Encode("policies");

    public static readonly JsonEncodedText Policy = JsonEncodedText.Encode("policy");

    public static readonly JsonEncodedText Hash = JsonEncodedText.Encode("hash");

    public static readonly JsonEncodedText Image = JsonEncodedText.Encode("image");

    public static readonly JsonEncodedText Mode = JsonEncodedText.Encode("mode");

    public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");

    public static readonly JsonEncodedText WaitsFor = JsonEncodedText.Encode("waitsFor");

    public static readonly JsonEncodedText ElapsedUs = JsonEncodedText.Encode("elapsedUs");
}
