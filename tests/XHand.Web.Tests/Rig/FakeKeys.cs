using XHand.Storage;

namespace XHand.Web.Tests.Rig;

/// <summary>API keys in memory.</summary>
internal sealed class FakeKeys : IApiKeyStore
{
    private readonly Dictionary<string, ApiKeyOwner> _keys = [];

    public bool IsAway { get; set; }

    public int Lookups { get; private set; }

    public string Make(Guid company, string companyName, string name, params string[] scopes)
    {
        string key = $"xh_{_keys.Count:D3}{new string('k', 40)}";
        _keys[key] = new(Guid.CreateVersion7(), company, companyName, name, scopes);
        return key;
    }

    public Task<string> CreateAsync(string company, string name, IReadOnlyList<string> scopes, AuditActor actor, CancellationToken cancellation) =>
        Task.FromResult(Make(FakeSite.Default, company, name, [.. scopes]));

    public Task<ApiKeyOwner?> FindAsync(string key, CancellationToken cancellation)
    {
        Lookups++;
        return IsAway ? throw new DatabaseAway() : Task.FromResult(_keys.GetValueOrDefault(key));
    }

    public Task<bool> RevokeAsync(string company, string name, AuditActor actor, CancellationToken cancellation) =>
        Task.FromResult(_keys.Where(k => k.Value.CompanyName == company && k.Value.Name == name).Select(k => k.Key).ToList().Exists(_keys.Remove));

    public Task<IReadOnlyList<ApiKeyRow>> ListAsync(string company, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ApiKeyRow>>(
            [.. _keys.Values.Where(k => k.CompanyName == company).Select(k => new ApiKeyRow(k.Name, k.Scopes, DateTimeOffset.UnixEpoch, null))]);
}
