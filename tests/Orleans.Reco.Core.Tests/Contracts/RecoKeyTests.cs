using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class RecoKeyTests
{
    private static readonly Gen<string> Tenants = Gen.Char["abcxyz0189-"].Array[1, 63].Select(chars => new string(chars));

    private static readonly Gen<string> Ids = Gen.OneOf(
        Gen.Char["%/\\?# aÄ漢+25FfEe"].Array[1, 80].Select(chars => new string(chars)),
        Gen.String[1, 80].Where(id => RecoKey.IdError(id) is null),
        Gen.Const("🛒🍵"));

    [Fact]
    public void Splits_what_it_joined() => Gen.Select(Tenants, Ids).Sample((tenant, id) =>
    {
        var key = RecoKey.Create(tenant, id);
        var parsed = RecoKey.Parse(key.ToString());
        Assert.Equal((tenant, id), (parsed.Tenant, parsed.Id));
        Assert.Equal(key, parsed);
    });

    [Fact]
    public void Different_ids_have_different_keys() => Gen.Select(Ids, Ids).Sample((a, b) =>
        Assert.Equal(a == b, RecoKey.Create("t", a).ToString() == RecoKey.Create("t", b).ToString()));

    [Fact]
    public void A_key_is_safe_as_a_path_and_in_a_url() => Ids.Sample(id =>
    {
        var written = RecoKey.Create("t", id).ToString();
        Assert.Equal(1, written.Count(c => c == '/'));
        Assert.Equal(-1, written.AsSpan().IndexOfAny("\\?#"));
    });

    [Theory]
    [InlineData("", "must have 1 to 63 characters")]
    [InlineData(null, "must have 1 to 63 characters")]
    [InlineData("Shop", "may hold lower-case letters a-z, digits and '-' only")]
    [InlineData("a/b", "may hold lower-case letters a-z, digits and '-' only")]
    [InlineData("a..b", "may hold lower-case letters a-z, digits and '-' only")]
    public void A_bad_tenant_is_named(string? tenant, string reason)
    {
        var error = Assert.Throws<RecoValidationException>(() => RecoKey.Create(tenant!, "id"));
        Assert.Equal(("tenant", reason), (error.Field, error.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\nb")]
    public void A_bad_id_is_named_as_the_caller_says(string? id) =>
        Assert.Equal("userId", Assert.Throws<RecoValidationException>(() => RecoKey.Create("t", id!, "userId")).Field);

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        // Not as theory data: attributes hold UTF-8, which has no half pairs.
        string[] bad = ["\ud800", "a\udc00", "\udc00\ud800"];
        Assert.All(bad, id => Assert.Equal("must be well-formed Unicode", RecoKey.IdError(id)));
    }

    [Fact]
    public void The_longest_allowed_parts_pass()
    {
        Assert.Null(RecoKey.TenantError(new string('a', 63)));
        Assert.NotNull(RecoKey.TenantError(new string('a', 64)));
        Assert.Null(RecoKey.IdError(new string('a', 256)));
        Assert.NotNull(RecoKey.IdError(new string('a', 257)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tenant")]
    [InlineData("/id")]
    public void A_text_that_is_no_key_is_refused(string text) => Assert.Throws<FormatException>(() => RecoKey.Parse(text));
}
