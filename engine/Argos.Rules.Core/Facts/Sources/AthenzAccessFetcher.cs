using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>
/// The access check of ZTS: <c>GET /access/{action}?resource=&amp;principal=</c> (RDL ResourceAccessExt). The form with the
/// resource in the path takes one colon and no slash, and answers 400 to everything else.
/// </summary>
internal sealed class AthenzAccessFetcher(ZtsAddress zts, FactsOptions options) : AthenzCheckFetcher(zts, options)
{
    public override string Kind => FactKinds.AthenzAccess;

    protected override string Subject => "the domain of the resource";

    protected override string PathOf(FactRequest request)
    {
        var access = (AthenzAccessRequest)request;
        var question = $"resource={Uri.EscapeDataString(access.Resource)}&principal={Uri.EscapeDataString(access.Principal)}";
        return $"access/{Uri.EscapeDataString(access.Action)}?{question}";
    }
}
