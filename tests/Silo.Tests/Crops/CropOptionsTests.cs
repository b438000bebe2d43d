using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace Atmosphere.Silo.Tests.Crops;

/// <summary>A setting of the picture store that can't work is refused by its name.</summary>
public sealed class CropOptionsTests
{
    private const string Endpoint = "https://faces.blob.core.windows.net";

    [Fact]
    public void Nothing_set_is_a_folder_in_the_data_folder()
    {
        new CropOptions().Flaws().ShouldBeEmpty();
        (new CropOptions().Store, new CropOptions().Folder).ShouldBe((CropStoreKind.Files, "pictures"));
    }

    [Theory]
    [InlineData("Store=AzureBlob", "Crops:BlobEndpoint")]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint + ";ConnectionString=UseDevelopmentStorage@true", "Crops:BlobEndpoint")]
    [InlineData("Store=AzureBlob;BlobEndpoint=http://faces.blob.core.windows.net", "Crops:BlobEndpoint is not an https address")]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint + "?sig@x", "Crops:BlobEndpoint is not an https address")]
    [InlineData("Store=AzureBlob;BlobEndpoint=faces", "Crops:BlobEndpoint is not an https address")]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint + ";Container=Pictures", "Crops:Container")]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint + ";Container=a--b", "Crops:Container")]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint + ";Container=ab", "Crops:Container")]
    [InlineData("Store=Files;Folder= ", "Crops:Folder")]
    [InlineData("BlobEndpoint=" + Endpoint, "Crops:Store")]
    public void What_can_not_work_is_named_with_an_example(string settings, string named)
    {
        var problem = Should.Throw<SettingException>(() => CropOptions.Read(Configuration(settings))).Problems.ShouldHaveSingleItem();

        problem.ShouldContain(named);
        problem.ShouldContain("Example: Crops:");
        problem.ShouldNotContain("sig=x");
    }

    [Theory]
    [InlineData("Store=AzureBlob;BlobEndpoint=" + Endpoint)]
    [InlineData("Store=AzureBlob;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;Container=a-b-3")]
    [InlineData("Store=AzureBlob;ConnectionString=UseDevelopmentStorage@true")]
    [InlineData("Store=Files;Folder=/srv/pictures")]
    public void What_can_work_is_taken(string settings) => CropOptions.Read(Configuration(settings)).Flaws().ShouldBeEmpty();

    /// <param name="settings"><c>Name=value;Name=value</c>, <c>@</c> for an equals sign within a value.</param>
    private static IConfigurationRoot Configuration(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => $"Crops:{pair[0]}", pair => (string?)pair[1].Replace('@', '=')))
        .Build();
}
