using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Demo;

/// <summary>Lines to paste: a callback as ZTS makes it, and a dry run.</summary>
internal static class CurlLines
{
    public static async Task<IReadOnlyList<string>> WriteAsync(StoryStage stage, SampleCluster cluster, CancellationToken cancellationToken)
    {
        // Pod api is gone by now; web is still there.
        var pod = cluster.Pod("media-sports/web");
        var confirmation = Confirmation(pod, await cluster.TokenAsync(pod, cancellationToken));
        var callback = Path.Combine(stage.Folder, "confirmation.json");
        var dryRun = Path.Combine(stage.Folder, "dryrun.json");
        await File.WriteAllTextAsync(callback, confirmation.ToJsonString(), cancellationToken);
        await File.WriteAllTextAsync(dryRun, new JsonObject { ["input"] = confirmation.DeepClone() }.ToJsonString(), cancellationToken);
        var (files, port) = (stage.ZtsFiles, stage.Engine.Settings.CallbackPort);
        return
        [
            "",
            "# a callback as ZTS makes it: may pod web have this certificate?",
            $"curl -sS --cacert {stage.AuthorityFile} --cert {files.Certificate} --key {files.Key} --connect-to {SampleNames.Provider}:443:127.0.0.1:{port} "
                + $"-H 'Content-Type: application/json' --data-binary @{callback} https://{SampleNames.Provider}/instance",
            "",
            "# the same as a dry run: what each policy says",
            $"curl -sS -H \"Authorization: Bearer $(cat {stage.TokenFile})\" -H 'Content-Type: application/json' --data-binary @{dryRun} {stage.Engine.Management}v1/dryrun",
            "",
            $"# what was decided so far: {stage.Engine.Settings.AuditFile}",
            AuditQuestion.CommandLine(stage),
        ];
    }

    private static JsonObject Confirmation(SamplePod pod, string token) => new()
    {
        ["provider"] = SampleNames.Provider,
        ["domain"] = pod.Domain,
        ["service"] = pod.ServiceAccount,
        ["attestationData"] = token,
        ["attributes"] = new JsonObject
        {
            ["instanceId"] = pod.Uid,
            ["clientIP"] = pod.Ip,
            ["sanIP"] = pod.Ip,
            ["sanDNS"] = $"{pod.ServiceAccount}.{pod.Domain.Replace('.', '-')}.{SampleNames.DnsSuffix},{pod.Uid}.instanceid.athenz.{SampleNames.DnsSuffix}",
            ["sanURI"] = $"spiffe://{pod.Domain}/sa/{pod.ServiceAccount}",
        },
    };
}
