using XHand.Sip.Messages;

namespace XHand.Sip.Transactions;

/// <summary>Gives a response the To tag that its user left to us.</summary>
internal static class ResponseTag
{
    /// <summary>A copy with the tag.</summary>
    public static OutgoingResponse WithToTag(this OutgoingResponse response, string tag)
    {
        OutgoingResponse copy = new(response.Request, response.StatusCode, response.Reason, tag);
        foreach ((string name, string value) in response.Headers)
        {
            copy.Add(name, value);
        }

        return response.ContentType is { } type ? copy.WithBody(type, response.Body) : copy;
    }
}
