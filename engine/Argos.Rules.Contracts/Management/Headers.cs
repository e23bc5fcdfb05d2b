namespace Argos.Rules.Contracts.Management;

/// <summary>HTTP headers of the management API.</summary>
public static class Headers
{
    /// <summary>
    /// In every answer: the id of this engine start. In a request that writes: the id the writer believes in; another id
    /// gets 412 and changes nothing. A request without it is taken as it is.
    /// </summary>
    public const string EngineId = "Argos-Engine-Id";

    /// <summary>In a request that writes: the source whose desired set the object belongs to.</summary>
    public const string Source = "Argos-Source";

    /// <summary>
    /// In a request that writes data: where single objects stand, as a path with a <c>*</c> for each name, percent-encoded, such as
    /// <c>kubernetes/pods/*/*</c> or <c>clusters/east/nodes/*</c>. What is written there is kept object by object and not as one document.
    /// </summary>
    public const string Objects = "Argos-Objects";

    /// <summary>In a request that writes a policy or a document: the object that it comes from (<see cref="ObjectOrigin"/>), for the audit log.</summary>
    public const string Origin = "Argos-Origin";

    /// <summary>In the answer to a callback: the decision's id.</summary>
    public const string DecisionId = "Argos-Decision-Id";
}
