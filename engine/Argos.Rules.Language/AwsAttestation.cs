using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language;

/// <summary>The attestation data of an AWS agent, without its secrets. What is missing or no text is empty.</summary>
public sealed class AwsAttestation
{
    private readonly DataValue _json;

    internal AwsAttestation(DataValue json) => _json = json;

    /// <summary>Whether the attestation data is a JSON object.</summary>
    public bool Exists => _json.IsObject;

    /// <summary>The IAM role that was assumed for Athenz: <c>&lt;domain&gt;.&lt;service&gt;</c> or <c>&lt;service&gt;</c>.</summary>
    public string Role => Text("role");

    /// <summary>Whether there is a member <c>document</c>; an empty one is there too, JSON <c>null</c> is not.</summary>
    public bool HasDocument => _json["document"].Exists;

    /// <summary>The EC2 instance identity document, as text.</summary>
    public string Document => Text("document");

    /// <summary>The document's PKCS #7 signature, base64.</summary>
    public string Signature => Text("signature");

    /// <summary>The ECS task, which only old agents name.</summary>
    public string TaskId => Text("taskid");

    /// <summary>Whether there are credentials, all three parts.</summary>
    public bool HasCredentials => AccessKeyId.Length > 0 && SecretKey.Length > 0 && SessionToken.Length > 0;

    /// <summary>Whether there is an identity token (<c>Input.IdentityToken</c>).</summary>
    public bool HasIdentityToken => Text("identityToken").Length > 0;

    internal string AccessKeyId => Text("access");

    internal string SecretKey => Text("secret");

    internal string SessionToken => Text("token");

    private string Text(string name) => _json[name].Text ?? "";
}
