using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using XHand.Web.Access;

namespace XHand.Web.Live;

/// <summary>
/// A page's connection: who it acts for, what it watches, and whether it may still be there. A session that has ended, a key that was revoked
/// or a right that was taken away ends it within seconds.
/// </summary>
internal sealed class LiveConnection
{
    private static readonly string[] _whoHeaders = ["Cookie", "Authorization"];

    private readonly LiveAudience _audience;
    private readonly LiveWatcher _watcher;
    private readonly LivePublishers _publishers;
    private readonly IServiceScopeFactory _scopes;
    private readonly HeaderDictionary _who = [];
    private readonly IPAddress? _address;
    private readonly bool _isLocal;
    private readonly Lock _changing = new();
    private bool _hasEnded;

    public LiveConnection(HttpContext request, LiveWatcher watcher, LivePublishers publishers, IServiceScopeFactory scopes)
    {
        (_watcher, _publishers, _scopes, _address) = (watcher, publishers, scopes, request.Connection.RemoteIpAddress);
        _audience = LiveAudience.Of(Caller.Of(request.User));
        _isLocal = request.Features.Get<LocalConnection>() is not null;
        foreach (string name in _whoHeaders)
        {
            _who[name] = request.Request.Headers[name];
        }
    }

    /// <summary>Sends that topic's states from now on.</summary>
    public void Watch(LiveTopic topic)
    {
        // A request to watch may still be at work when its connection ends; a watcher added then would never be removed.
        lock (_changing)
        {
            if (!_hasEnded && _watcher.Watch(topic.Name))
            {
                _publishers.Of(_audience, topic).Add(_watcher);
            }
        }
    }

    /// <summary>Sends them no longer.</summary>
    public void Unwatch(LiveTopic topic)
    {
        if (_watcher.Unwatch(topic.Name))
        {
            _publishers.Of(_audience, topic).Remove(_watcher);
        }
    }

    /// <summary>The connection has ended.</summary>
    public void End()
    {
        lock (_changing)
        {
            _hasEnded = true;
        }

        foreach (string topic in _watcher.Topics)
        {
            Unwatch(LiveTopic.All[topic]);
        }
    }

    /// <summary>True while the request that opened it would be let in again, for the same audience and for all that it watches.</summary>
    public async Task<bool> IsStillAllowedAsync()
    {
        if (_isLocal)
        {
            return true;
        }

        await using AsyncServiceScope scope = _scopes.CreateAsyncScope();
        DefaultHttpContext again = new() { RequestServices = scope.ServiceProvider };
        again.Request.Path = LiveEndpoint.Path;
        again.Connection.RemoteIpAddress = _address;
        foreach ((string name, StringValues value) in _who)
        {
            again.Request.Headers[name] = value;
        }

        AuthenticateResult result = await again.AuthenticateAsync();
        if (result.Principal is not { } user || LiveAudience.Of(Caller.Of(user)) != _audience)
        {
            return false;
        }

        again.User = user;
        foreach (string topic in _watcher.Topics)
        {
            if (!await MayAsync(again, LiveTopic.All[topic]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the request's user may watch the topic.</summary>
    public static async Task<bool> MayAsync(HttpContext request, LiveTopic topic)
    {
        IAuthorizationService authorization = request.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(request.User, request, topic.Needs)).Succeeded;
    }
}
