// First of all: the registry that the images are pushed to. Nobody signs in to it with a password.
@description('Globally unique: 5 to 50 letters and digits.')
@minLength(5)
@maxLength(50)
param registryName string

param location string = resourceGroup().location

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: registryName
  location: location
  sku: { name: 'Standard' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

output loginServer string = registry.properties.loginServer
