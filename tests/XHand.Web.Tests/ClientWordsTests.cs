using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>What the server says by a code or a name, and what the web client makes of it in its three languages.</summary>
public sealed partial class ClientWordsTests
{
    private static readonly IReadOnlyList<ReasonForm> _forms =
    [
        .. new[] { typeof(SiteReasons), typeof(StorageReasons), typeof(WebReasons) }
            .SelectMany(table => table.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetValue(null)).OfType<ReasonForm>(),
    ];

    public static TheoryData<string> Languages => ["pt-BR", "en", "es"];

    [Fact]
    public void Every_reason_has_a_code_of_its_own()
    {
        Assert.True(_forms.Count > 100, "The tables of reasons were not found.");
        Assert.Empty(_forms.GroupBy(form => form.Code).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(_forms, form => Assert.Matches("^[a-z][A-Za-z0-9]*$", form.Code));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_reason_has_a_sentence_in_each_language_and_fills_no_place_that_is_not_there(string language)
    {
        Dictionary<string, string> said = Reasons(language);
        Assert.Equal(_forms.Select(form => form.Code).Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        Assert.All(_forms, form => Assert.Empty(Place().Matches(said[form.Code]).Select(place => place.Groups[1].Value).Except(form.Places)));
    }

    [Fact]
    public void The_clients_English_is_the_servers()
    {
        Dictionary<string, string> said = Reasons("en");
        Assert.All(_forms, form => Assert.Equal(form.Template, Place().Replace(said[form.Code], "{$1}")));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_action_and_kind_of_the_audit_has_a_word_and_there_are_no_others(string language)
    {
        JsonElement texts = Texts(language);
        Assert.Equal(AuditAction.All.Order(StringComparer.Ordinal), Names(texts, "auditAction"));
        Assert.Equal(AuditKind.All.Concat(SiteFileWriter.Kinds).Order(StringComparer.Ordinal), Names(texts, "auditKind"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_built_in_role_and_every_permission_has_a_word_and_there_are_no_others(string language)
    {
        JsonElement texts = Texts(language);
        Assert.Equal(RoleName.BuiltIn.Order(StringComparer.Ordinal), Names(texts, "role"));
        JsonElement permission = texts.GetProperty("permission");
        Assert.Equal(Permissions.All.Select(p => p.Split('.')[0]).Distinct().Order(StringComparer.Ordinal), Names(permission, "what"));
        Assert.Equal(Permissions.All.Select(p => p.Split('.')[1]).Distinct().Order(StringComparer.Ordinal), Names(permission, "action"));
        Assert.Equal(Scopes.OfKeys.Order(StringComparer.Ordinal), Names(texts, "scope"));
    }

    [Fact]
    public void The_clients_built_in_roles_are_the_servers()
    {
        string source = File.ReadAllText(ClientFolder.File("src/features/users/roleName.ts"));
        Assert.Contains($"const builtIn = [{string.Join(", ", RoleName.BuiltIn.Select(name => $"'{name}'"))}]", source, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Reasons(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(ClientFolder.File($"src/i18n/reasons/{language}.json")))!;

    private static JsonElement Texts(string language) => JsonDocument.Parse(File.ReadAllText(ClientFolder.File($"src/i18n/{language}.json"))).RootElement;

    private static IOrderedEnumerable<string> Names(JsonElement texts, string group) =>
        texts.GetProperty(group).EnumerateObject().Select(word => word.Name).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
