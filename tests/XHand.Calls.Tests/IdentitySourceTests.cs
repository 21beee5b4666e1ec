using XHand.Calls.Identity;

namespace XHand.Calls.Tests;

public sealed class IdentitySourceTests
{
    private static readonly Guid _now = new("11111111-2222-7333-8444-555555555555");
    private static readonly Guid _before = new("11111111-2222-7333-8444-555555555556");
    private static readonly byte[] _key = new byte[32];

    [Fact]
    public void Its_own_strings_are_known_whatever_their_kind()
    {
        IdentitySource source = new(7, _now, _key);
        Assert.Equal(IdentityOrigin.ThisProcess, source.Read(source.NewTag()));
        Assert.Equal(IdentityOrigin.ThisProcess, source.Read(source.NewCallId()));
        Assert.Equal(IdentityOrigin.ThisProcess, source.Read(source.NewContactUser()));
    }

    [Fact]
    public void A_string_of_an_earlier_process_or_another_node_is_known_as_such()
    {
        IdentitySource source = new(7, _now, _key);
        Assert.Equal(IdentityOrigin.EarlierProcess, source.Read(new IdentitySource(7, _before, _key).NewTag()));
        Assert.Equal(IdentityOrigin.OtherNode, source.Read(new IdentitySource(8, _now, _key).NewTag()));
    }

    [Fact]
    public void Strings_are_short_tokens_that_never_repeat_and_survive_a_change_of_case()
    {
        IdentitySource source = new(7, _now, _key);
        HashSet<string> seen = [];
        for (int i = 0; i < 1000; i++)
        {
            string tag = source.NewTag();
            Assert.Matches("^t[0-9a-z]{26}$", tag);
            Assert.True(seen.Add(tag));
            Assert.Equal(IdentityOrigin.ThisProcess, source.Read(tag.ToUpperInvariant() is var upper ? "t" + upper[1..] : tag));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t")]
    [InlineData("t00000000000000000000000000")]
    [InlineData("tilou000000000000000000000u")]
    [InlineData("as7d6f8sa7df")]
    public void What_others_made_is_foreign(string? text) =>
        Assert.Equal(IdentityOrigin.Foreign, new IdentitySource(7, _now, _key).Read(text));

    [Fact]
    public void A_changed_character_or_another_kind_or_key_is_foreign()
    {
        IdentitySource source = new(7, _now, _key);
        string tag = source.NewTag();
        for (int i = 1; i < tag.Length - 1; i++)
        {
            char other = tag[i] == 'z' ? 'y' : 'z';
            Assert.Equal(IdentityOrigin.Foreign, source.Read(tag[..i] + other + tag[(i + 1)..]));
        }

        Assert.Equal(IdentityOrigin.Foreign, source.Read("c" + tag[1..]));
        Assert.Equal(IdentityOrigin.Foreign, new IdentitySource(7, _now, [1, 2, 3]).Read(tag));
    }
}
