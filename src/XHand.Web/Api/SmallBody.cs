using Microsoft.AspNetCore.Http.Metadata;

namespace XHand.Web.Api;

/// <summary>The largest body that an endpoint takes, in bytes.</summary>
internal sealed class SmallBody(long bytes) : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => bytes;
}
