using Atmosphere.Api.Tests.Support;

namespace Atmosphere.Api.Tests.Embedded;

/// <summary>A process that can't have the data folder leaves everything in it as it is.</summary>
public sealed class FolderInUseTests
{
    [Fact]
    public async Task Start_on_a_folder_in_use_does_not_touch_the_catalogue()
    {
        var folder = Directory.CreateTempSubdirectory("atmosphere-api-").FullName;
        try
        {
            await using (var first = new ApiOnFolder(folder)) await first.InitializeAsync();
            File.Delete(Path.Combine(folder, "catalogue.db"));

            using (new FileStream(Path.Combine(folder, "atmosphere.db.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                await using var second = ApiFixture.Build(folder, ["--environment=Development"]);
                var refused = await Should.ThrowAsync<Exception>(() => second.StartAsync(TestContext.Current.CancellationToken));
                refused.Message.ShouldContain("is in use by another process");
            }

            File.Exists(Path.Combine(folder, "catalogue.db")).ShouldBeFalse("the catalogue would have been made, or brought to another version");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
