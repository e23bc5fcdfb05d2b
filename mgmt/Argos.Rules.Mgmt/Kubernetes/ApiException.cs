using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The API server could not be asked, or said no. <see cref="Status"/> is <see langword="null"/> when there was no answer.</summary>
internal sealed class ApiException : Exception
{
    public ApiException(HttpStatusCode? status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    public HttpStatusCode? Status { get; }

    /// <summary>The version or the page asked for is no longer kept: list again.</summary>
    public bool IsGone => Status == HttpStatusCode.Gone;

    /// <summary>The request has something that this server does not take.</summary>
    public bool IsNotTaken => Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;

    /// <summary>A role is missing.</summary>
    public bool IsForbidden => Status == HttpStatusCode.Forbidden;

    /// <summary>Somebody else wrote the object first.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;

    /// <summary>The object is not there any more.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;
}
