using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atmosphere.Catalogue.Tests;

public sealed class CatalogueFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_and_its_companions_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way.");
        using var place = await new SqliteKind().NewPlaceAsync();
        await using var catalogue = CatalogueFixture.In(place);
        await catalogue.Catalogue.StorePersonAsync(Some.Person(), Token);

        var files = Directory.GetFiles(place.Folder, "catalogue.db*");

        files.ShouldContain(Path.Combine(place.Folder, "catalogue.db-wal"));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task A_configured_file_is_used_and_a_relative_one_is_in_the_data_folder()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteDatabase(new CatalogueOptions { ConnectionString = "Data Source=reports/faces.db" }, folder.Path);

        await database.OpenAsync(Token);

        File.Exists(folder["reports/faces.db"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Cache=Shared")]
    [InlineData("Host=db;Username=atmosphere")]
    public void A_connection_string_that_names_no_file_is_refused_by_name(string connectionString)
    {
        var result = new CatalogueOptionsValidator().Validate(null, new CatalogueOptions { ConnectionString = connectionString });

        result.FailureMessage.ShouldNotBeNull().ShouldContain("Catalogue:ConnectionString");
        result.FailureMessage.ShouldContain("Example:");
    }

    [Fact]
    public async Task The_host_does_not_start_with_a_bad_connection_string()
    {
        using var folder = new TemporaryFolder();
        using var host = Host(folder, new Dictionary<string, string?> { ["Catalogue:ConnectionString"] = "Data Source=:memory:" });

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Token));

        refused.Message.ShouldContain("Catalogue:ConnectionString");
    }

    private static IHost Host(TemporaryFolder folder, Dictionary<string, string?> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddCatalogue(builder.Configuration, folder.Path);
        return builder.Build();
    }
}
