using System.Net;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Hosting.Otlp;
using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.TokenReviews;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>Reads and checks all settings. What is wrong is gathered in the reader.</summary>
internal static class OptionsReader
{
    public static MgmtOptions Read(SettingsReader settings) =>
        new(
            ReadSource(settings), ReadEngine(settings), ReadSync(settings), ReadKeys(settings), ReadStatus(settings), ReadDiagnostics(settings), ReadReview(settings), ReadOtlp(settings), ReadLogLevel(settings));

    private static SourceOptions ReadSource(SettingsReader settings)
    {
        var defaults = new SourceOptions();
        var read = new SourceOptions
        {
            Kind = settings.Choice("Source:Kind", defaults.Kind, "where policies, data and pods come from: kubernetes or directory", "kubernetes", "directory"),
            Directory = settings.Text("Source:Directory", "", "the folder of manifests and scripts, for the kind directory"),
            Limits = ReadLimits(settings),
            Kubeconfig = settings.Text("Source:Kubeconfig", "", "a kubeconfig; else the files of $KUBECONFIG, else the credentials of the pod"),
            Context = settings.Text("Source:Context", "", "the context of the kubeconfig; else its current one"),
            Namespaces = settings.List("Source:Namespaces", [], "the namespaces whose ConfigMaps are read; else the own one; * for all"),
            PodNamespaces = settings.List("Source:PodNamespaces", [], "the namespaces whose pods are replicated; else all"),
            PodLabels = settings.Text("Source:PodLabels", "", "a label selector for pods, evaluated by the API server; else all"),
            PodFieldSelector = settings.Text("Source:PodFieldSelector", "", "a field selector for pods, evaluated by the API server; else all"),
            IgnoredNamespaces = settings.List("Source:IgnoredNamespaces", [], "the namespaces of which no pods and no other objects are replicated"),
            Resources = ReplicateReader.Read(settings),
            ReplicatePath = ReplicateReader.ReadPath(settings),
            FetchPods = settings.Choice("Source:FetchPods", "on", "whether a pod that a decision waits for, and that the watch has not brought yet, is fetched: on or off", "on", "off") == "on",
            StreamLists = settings.Choice("Source:StreamLists", "off", "whether initial lists are asked for as streams (sendInitialEvents), in pages from servers that have none: on or off", "on", "off") == "on",
            Gzip = settings.Choice("Source:Gzip", "off", "whether the API server is asked to compress its lists: for one behind a slow line, on or off", "on", "off") == "on",
            PolicyLabel = settings.Text("Source:PolicyLabel", defaults.PolicyLabel, "the label of ConfigMaps that hold policies"),
            DataLabel = settings.Text("Source:DataLabel", defaults.DataLabel, "the label of ConfigMaps that hold data, JSON or YAML"),
            ExtraPodFields = settings.List("Source:ExtraPodFields", [], "fields of a pod that are replicated beyond those that policies read of each pod, such as spec.containers"),
        };
        settings.Removed("Source:PodFields", "it replaced the fields that policies read of each pod; name only the others, in `Source:ExtraPodFields` (`ARGOS_SOURCE__EXTRAPODFIELDS`)");
        Check(read, settings);
        return read;
    }

    private static ScanLimits ReadLimits(SettingsReader settings)
    {
        const int Gibibyte = 1024 * 1024 * 1024;
        var defaults = new ScanLimits();
        return new ScanLimits
        {
            MaximumFileBytes = settings.Whole("Source:DirectoryMaximumFileBytes", defaults.MaximumFileBytes, "the largest file of the folder, in bytes", 1024, Gibibyte),
            MaximumBytes = settings.Whole("Source:DirectoryMaximumBytes", defaults.MaximumBytes, "the most bytes of all files of the folder", 1024, Gibibyte),
            MaximumFiles = settings.Whole("Source:DirectoryMaximumFiles", defaults.MaximumFiles, "the most files and folders in the folder", 1, 1_000_000),
            DeadlineSeconds = settings.Whole("Source:DirectoryDeadlineSeconds", defaults.DeadlineSeconds, "how long reading the folder may take, in seconds", 1, 300),
        };
    }

    private static void Check(SourceOptions read, SettingsReader settings)
    {
        if (read.Kind == "directory" && !Directory.Exists(read.Directory)) settings.Wrong("Source:Directory", $"directory `{read.Directory}` does not exist");
        if (read.Kubeconfig.Length > 0 && !File.Exists(read.Kubeconfig)) settings.Wrong("Source:Kubeconfig", $"kubeconfig `{read.Kubeconfig}` does not exist");
        if (read.Kind == "directory" && !read.Resources.IsEmpty) settings.Wrong("Replicate:Resources", "a directory has no other resources than pods");
        if (read.Kind == "directory" && read.ReplicatePath != ClusterView.DefaultRoot) settings.Wrong("Replicate:Path", "a directory is replicated to `kubernetes`");
        if (read.PodNamespaces.Any(read.IgnoredNamespaces.Contains)) settings.Wrong("Source:IgnoredNamespaces", "a namespace cannot be both followed and ignored");
        foreach (var (name, label) in new[] { ("Source:PolicyLabel", read.PolicyLabel), ("Source:DataLabel", read.DataLabel) })
            if (label.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]) settings.Wrong(name, $"`{label}` is not of the form `key=value`");
        if (read.PolicyLabel == read.DataLabel) settings.Wrong("Source:DataLabel", "policies and data cannot have the same label");
        foreach (var problem in PodFields.ProblemsOfNames(read.ExtraPodFields)) settings.Wrong("Source:ExtraPodFields", problem);
    }

    private static EngineOptions ReadEngine(SettingsReader settings)
    {
        var defaults = new EngineOptions();
        var text = settings.Text("Engine:Url", defaults.Url.ToString(), "the address of the engine's management listener");
        var file = settings.Text("Engine:TokenFile", "", "a file with the management token; read at every call. The engine may make it later, but its folder must be there");
        CheckTokenFile(settings, "Engine:TokenFile", file);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/" }) return new EngineOptions { Url = url, TokenFile = file };
        settings.Wrong("Engine:Url", $"`{text}` is not an address such as `http://127.0.0.1:8181`");
        return defaults;
    }

    private static SyncOptions ReadSync(SettingsReader settings)
    {
        var source = settings.Text("Sync:Source", "mgmt", "the name under which this process declares its set to the engine");
        if (source.Length is 0 or > 63 || !source.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            settings.Wrong("Sync:Source", $"`{source}` is not a name of at most 63 letters, digits, `-`, `_` and `.`");
        return new SyncOptions
        {
            Source = source,
            HeartbeatSeconds = settings.Whole("Sync:HeartbeatSeconds", 5, "how often the set is declared when nothing changes", 1, 300),
        };
    }

    private static KeysOptions ReadKeys(SettingsReader settings)
    {
        var read = new KeysOptions
        {
            RefreshSeconds = settings.Whole("Keys:RefreshSeconds", 600, "how often the cluster's key set is fetched; 0 for never", 0, 86_400),
            File = settings.Text("Keys:File", "", "a file with the cluster's keys (JWKS, or public keys as PEM), for a cluster that serves none"),
            ConfigMap = settings.Text("Keys:ConfigMap", "", "the same in a ConfigMap, as namespace/name/key"),
        };
        if (read.File.Length > 0 && read.ConfigMap.Length > 0) settings.Wrong("Keys:ConfigMap", "the keys cannot come from both a file and a ConfigMap");
        if (read.ConfigMap.Length > 0 && read.ConfigMap.Split('/') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            settings.Wrong("Keys:ConfigMap", $"`{read.ConfigMap}` is not of the form `namespace/name/key`");
        if (read.RefreshSeconds is > 0 and < 10) settings.Wrong("Keys:RefreshSeconds", "the key set cannot be fetched more often than every 10 s");
        return read;
    }

    private static StatusOptions ReadStatus(SettingsReader settings)
    {
        var defaults = new StatusOptions();
        var read = new StatusOptions
        {
            Mode = settings.Choice("Status:Mode", defaults.Mode, "whether results are written to the ConfigMaps: annotation or off", "annotation", "off"),
            Replica = settings.Text("Status:Replica", defaults.Replica, "the name of this replica in the status"),
        };
        if (read.Replica.Length == 0) settings.Wrong("Status:Replica", "the replica has no name");
        return read;
    }

    private static DiagnosticsOptions ReadDiagnostics(SettingsReader settings)
    {
        var defaults = new DiagnosticsOptions();
        var text = settings.Text("Diagnostics:Listen", defaults.Listen.ToString(),
            "address and port of health and metrics; [::] is every address of IPv6 and IPv4");
        if (IPEndPoint.TryParse(text, out var listen) && text.Contains(':', StringComparison.Ordinal)) return new DiagnosticsOptions { Listen = listen };
        settings.Wrong("Diagnostics:Listen", $"`{text}` is not an address and port such as `[::]:8283`");
        return defaults;
    }

    private static ReviewOptions ReadReview(SettingsReader settings)
    {
        var text = settings.Text("Review:Listen", "", "address and port on loopback where the engine asks for token reviews, for example 127.0.0.1:8284; off when empty");
        var file = settings.Text("Review:TokenFile", "", "a file with the token that the engine must show there; read at every call");
        if (text.Length == 0) return new ReviewOptions();
        CheckTokenFile(settings, "Review:TokenFile", file);
        if (IPEndPoint.TryParse(text, out var listen) && text.Contains(':', StringComparison.Ordinal) && IPAddress.IsLoopback(listen.Address)) return new ReviewOptions { Listen = listen, TokenFile = file };
        settings.Wrong("Review:Listen", $"`{text}` is not a loopback address and port such as `127.0.0.1:8284`");
        return new ReviewOptions();
    }

    private static OtlpOptions ReadOtlp(SettingsReader settings)
    {
        var read = new OtlpOptions
        {
            Endpoint = settings.Text("Otlp:Endpoint", "", "an OpenTelemetry collector that gets the metrics and the log, for example http://collector:4318; nothing is sent when it is empty"),
            Grpc = settings.Choice("Otlp:Protocol", "Http", "how it is spoken to: Http is protobuf over HTTP, usually at port 4318; Grpc usually at 4317", "Http", "Grpc") == "Grpc",
            HeadersFile = settings.Text("Otlp:HeadersFile", "", "a file with headers for the collector, name=value in each line; it may hold a credential"),
            Logs = settings.Choice("Otlp:Logs", "on", "whether the log is sent too, beside standard error: on or off", "on", "off") == "on",
            MetricsSeconds = settings.Whole("Otlp:MetricsSeconds", 60, "seconds between two reports of the metrics", 1, 3600),
        };
        if (OtlpAddress.Problem(read.Endpoint) is { } wrong) settings.Wrong("Otlp:Endpoint", "the address " + wrong);
        if (read.Enabled && read.HeadersFile.Length > 0 && !OtlpHeaders.TryRead(read.HeadersFile, out _, out var problem)) settings.Wrong("Otlp:HeadersFile", "the file " + problem);
        return read;
    }

    /// <summary>The file may come later; a folder that is not there is a wrong path.</summary>
    private static void CheckTokenFile(SettingsReader settings, string name, string file)
    {
        if (file.Length > 0 && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))) settings.Wrong(name, $"token file `{file}` is in a folder that does not exist");
    }

    private static LogLevel ReadLogLevel(SettingsReader settings)
    {
        var level = settings.Choice("Log:Level", "Information", "the least level that is logged", "Debug", "Information", "Warning", "Error");
        return Enum.TryParse<LogLevel>(level, out var read) ? read : LogLevel.Information;
    }
}
